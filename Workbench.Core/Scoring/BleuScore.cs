using System.Text;
using System.Text.RegularExpressions;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>BLEU of one answer (Papineni et al. 2002) as sacreBLEU has it (Post 2018): up to four-grams, exponential smoothing, effective order; 0 to 1.
/// Words as in its tokenizer 13a; Chinese characters one by one as in its tokenizer zh.</summary>
public sealed class BleuScore : IScorer
{
    private const int Orders = 4;

    private static readonly (Regex Pattern, string With)[] Rules =
    [
        (new(@"([\{-~\[-` -&\(-+:-@/])", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), " $1 "),
        (new(@"([^0-9])([.,])", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), "$1 $2 "),
        (new(@"([.,])([^0-9])", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), " $1 $2"),
        (new(@"([0-9])(-)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), "$1 $2 "),
    ];

    public string Kind => "bleu";

    public bool IsReference => true;

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        var characters = spec.Setting("units", "auto") is "characters" || (spec.Setting("units", "auto") is "auto" && TextUnits.IsUnspaced(sample.Language));
        return TextOverlap.Judge(this, spec, sample, answer, (given, target) => Of(Tokens(given, characters), Tokens(target, characters)));
    }

    internal static double Of(string[] given, string[] wanted)
    {
        if (given.Length == 0 || TextOverlap.Common(given, wanted) == 0)
        {
            return 0;
        }

        var (logs, order, smoothing) = (0.0, 0, 1.0);
        for (var n = 1; n <= Orders && given.Length >= n; n++)
        {
            var total = given.Length - n + 1;
            double common = TextOverlap.Common(Grams(given, n), Grams(wanted, n));
            if (common == 0)
            {
                smoothing *= 2;
                common = 1 / smoothing;
            }

            logs += Math.Log(common / total);
            order = n;
        }

        var brevity = given.Length >= wanted.Length ? 1 : Math.Exp(1 - ((double)wanted.Length / given.Length));
        return brevity * Math.Exp(logs / order);
    }

    internal static string[] Tokens(string text, bool characters)
    {
        var line = text.Trim().Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ');
        if (characters)
        {
            line = line.EnumerateRunes().Aggregate(new StringBuilder(), (all, rune) => IsChinese(rune.Value) ? all.Append(' ').Append(rune).Append(' ') : all.Append(rune)).ToString();
        }

        line = Rules.Aggregate(" " + line + " ", (current, rule) => rule.Pattern.Replace(current, rule.With));
        return [.. line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(TextUnits.Most)];
    }

    private static IEnumerable<string> Grams(string[] tokens, int n) => Enumerable.Range(0, Math.Max(0, tokens.Length - n + 1)).Select(start => string.Join('\0', tokens[start..(start + n)]));

    /// <summary>The ranges of the reference, its slip included: two bounds beyond 16 bits are cut there, so that general punctuation and symbols are set apart too.</summary>
    private static bool IsChinese(int code) => code is (> 0x2000 and <= 0x2A6D) or (>= 0x2E80 and <= 0x303F) or (>= 0x3100 and <= 0x312F) or (>= 0x31A0 and <= 0x33FF)
        or (>= 0x3400 and <= 0x4DB5) or (>= 0x4E00 and <= 0x9FBB) or (>= 0xF900 and <= 0xFAD9) or (>= 0xFE10 and <= 0xFE1F) or (>= 0xFE30 and <= 0xFE4F) or (>= 0xFF00 and <= 0xFFEF)
        or (>= 0x20000 and <= 0x2A6D6) or (>= 0x2F800 and <= 0x2FA1D);
}
