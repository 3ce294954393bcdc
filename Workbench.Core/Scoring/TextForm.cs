using System.Globalization;
using System.Text;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>The form in which texts are compared: Unicode NFKC (full-width letters and digits become half-width), lower case, without punctuation
/// (but signs and marks inside numbers stay: <c>-3.5</c>, <c>2026-01-15</c>), without the English articles, white space as single spaces.</summary>
/// <param name="IgnoreCase">Setting <c>case: ignore</c>, the default.</param>
/// <param name="IgnorePunctuation">Setting <c>punctuation: ignore</c>, the default.</param>
/// <param name="IgnoreArticles">Setting <c>articles: ignore</c>, the default: <c>a</c>, <c>an</c>, <c>the</c> as whole words.</param>
public sealed record TextForm(bool IgnoreCase = true, bool IgnorePunctuation = true, bool IgnoreArticles = true)
{
    public static TextForm From(ScorerSpec spec) => new(spec.Setting("case", "ignore") == "ignore", spec.Setting("punctuation", "ignore") == "ignore", spec.Setting("articles", "ignore") == "ignore");

    public string Of(string text)
    {
        var wide = text.Normalize(NormalizationForm.FormKC);
        var plain = new StringBuilder(wide.Length);
        for (var i = 0; i < wide.Length; i++)
        {
            if (!IgnorePunctuation || !char.IsPunctuation(wide[i]) || InNumber(wide, i))
            {
                plain.Append(wide[i]);
            }
        }

        var cased = IgnoreCase ? plain.ToString().ToLower(CultureInfo.InvariantCulture) : plain.ToString();
        var words = cased.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', IgnoreArticles && words.Length > 1 ? words.Where(word => !IsArticle(word)) : words);
    }

    private static bool IsArticle(string word) => word.Equals("a", StringComparison.OrdinalIgnoreCase) || word.Equals("an", StringComparison.OrdinalIgnoreCase) || word.Equals("the", StringComparison.OrdinalIgnoreCase);

    private static bool InNumber(string text, int at)
    {
        var beforeDigit = at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);
        var afterDigit = at > 0 && char.IsAsciiDigit(text[at - 1]);
        return beforeDigit && (text[at] == '-' ? at == 0 || !char.IsLetter(text[at - 1]) : afterDigit && text[at] is '.' or ',' or ':' or '/');
    }
}
