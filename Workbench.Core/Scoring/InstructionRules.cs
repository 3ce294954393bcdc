using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>The rules of <see cref="InstructionCheck"/> by the setting that asks for them. Several texts in one setting are set apart by <c>|</c>. Each runs in time linear in the answer.</summary>
internal static class InstructionRules
{
    public const int MostCharacters = 200_000;
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Multiline;

    private static readonly Regex Placeholder = new(@"\[[^\]\n]+\]|【[^】\n]+】", Options);
    private static readonly Regex Bullet = new(@"^[ \t]*(?:\*[^*\n]|-[^-\n]|[•·][^\n])", Options);
    private static readonly Regex Highlight = new(@"\*\*[^\n*]*[^\s*][^\n*]*\*\*|\*[^\n*]*[^\s*][^\n*]*\*", Options);
    private static readonly Regex Title = new(@"<<[^\n<>]*[^\s<>][^\n<>]*>>|《[^\n《》]+》", Options);
    private static readonly Regex Divider = new(@"\s?\*\*\*\s?", Options);
    private static readonly Regex Blank = new(@"\n[ \t]*\n\s*", Options);
    private static readonly Regex Fence = new(@"^\s*```[A-Za-z]*\s*\n((?s:.*?))\n?```\s*$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    private static readonly char[] Edges = ['"', '\'', '“', '”', '‘', '’', '「', '」', '*', '#', '_', '(', '（', ' ', '.', ',', '!', '?', ':', ';', '。', '，', '！', '？', '：', '；'];

    public static FrozenDictionary<string, Func<ScorerSpec, string, bool>> All { get; } = new Dictionary<string, Func<ScorerSpec, string, bool>>(StringComparer.Ordinal)
    {
        ["include"] = (spec, text) => Texts(spec, "include").All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)),
        ["exclude"] = (spec, text) => !Texts(spec, "exclude").Any(word => Words(text, word) > 0),
        ["keyword-least"] = (spec, text) => Occurrences(text, spec.Setting("keyword", "")) >= Number(spec, "keyword-least"),
        ["keyword-most"] = (spec, text) => Occurrences(text, spec.Setting("keyword", "")) <= Number(spec, "keyword-most"),
        ["letter-least"] = (spec, text) => Occurrences(text, spec.Setting("letter", "")) >= Number(spec, "letter-least"),
        ["letter-most"] = (spec, text) => Occurrences(text, spec.Setting("letter", "")) <= Number(spec, "letter-most"),
        ["language"] = (spec, text) => LanguageMix.OwnShare(text, spec.Settings["language"]) is null or >= 0.8,
        ["words-least"] = (spec, text) => TextUnits.Words(text).Length >= Number(spec, "words-least"),
        ["words-most"] = (spec, text) => TextUnits.Words(text).Length <= Number(spec, "words-most"),
        ["sentences-least"] = (spec, text) => TextUnits.Sentences(text).Length >= Number(spec, "sentences-least"),
        ["sentences-most"] = (spec, text) => TextUnits.Sentences(text).Length <= Number(spec, "sentences-most"),
        ["paragraphs"] = (spec, text) => Paragraphs(spec, text).Length == Number(spec, "paragraphs"),
        ["paragraph-word"] = (spec, text) => Paragraphs(spec, text) is var found && (int)Number(spec, "paragraph-nth") is var nth && nth >= 1 && nth <= found.Length && StartsWith(found[nth - 1], spec.Settings["paragraph-word"]),
        ["placeholders-least"] = (spec, text) => Placeholder.Count(text) >= Number(spec, "placeholders-least"),
        ["postscript"] = (spec, text) => text.Split('\n').Any(line => Squeezed(line.TrimStart(' ', '\t', '*')).StartsWith(Squeezed(spec.Settings["postscript"]), StringComparison.OrdinalIgnoreCase)),
        ["bullets"] = (spec, text) => Bullet.Count(text) == Number(spec, "bullets"),
        ["highlights-least"] = (spec, text) => Highlight.Count(text) >= Number(spec, "highlights-least"),
        ["sections-least"] = (spec, text) => Sections(text, spec.Setting("section-word", "Section")) >= Number(spec, "sections-least"),
        ["json"] = (_, text) => IsJson(Fence.Match(text) is { Success: true } fence ? fence.Groups[1].Value : text),
        ["title"] = (_, text) => Title.IsMatch(text),
        ["responses"] = (spec, text) => text.Split("******").Select(part => part.Trim()).Where(part => part.Length > 0).Distinct(StringComparer.Ordinal).Count() == Number(spec, "responses"),
        ["repeat"] = (spec, text) => text.TrimStart().StartsWith(spec.Settings["repeat"].Trim(), StringComparison.OrdinalIgnoreCase),
        ["end"] = (spec, text) => text.Trim().Trim('"', '“', '”').EndsWith(spec.Settings["end"].Trim(), StringComparison.OrdinalIgnoreCase),
        ["quoted"] = (_, text) => text.Trim() is { Length: > 1 } all && (all[0], all[^1]) is ('"', '"') or ('“', '”') or ('「', '」'),
        ["letter-case"] = (spec, text) => text.Any(char.IsLetter) && !text.Any(letter => spec.Settings["letter-case"] == "upper" ? char.IsLower(letter) : char.IsUpper(letter)),
        ["capitals-least"] = (spec, text) => Capitals(text) >= Number(spec, "capitals-least"),
        ["capitals-most"] = (spec, text) => Capitals(text) <= Number(spec, "capitals-most"),
        ["commas"] = (_, text) => text.AsSpan().IndexOfAny(',', '，') < 0,
        ["one-of"] = (spec, text) => Texts(spec, "one-of").Any(option => text.Contains(option, StringComparison.Ordinal)),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static IEnumerable<string> Texts(ScorerSpec spec, string name) => spec.Settings[name].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static double Number(ScorerSpec spec, string name) => spec.Number(name, 0);

    private static int Occurrences(string text, string word)
    {
        var count = 0;
        for (var at = word.Length == 0 ? -1 : text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + word.Length, StringComparison.OrdinalIgnoreCase))
        {
            count++;
        }

        return count;
    }

    /// <summary>As whole words; Chinese has no word limits.</summary>
    private static int Words(string text, string word) => Mention.All(text.ToLowerInvariant(), word.ToLowerInvariant(), anywhere: false).Count();

    private static string[] Paragraphs(ScorerSpec spec, string text) =>
        [.. (spec.Setting("paragraphs-by", "blank") == "divider" ? Divider : Blank).Split(text).Where(part => part.Trim().Length > 0)];

    private static bool StartsWith(string paragraph, string word)
    {
        var start = paragraph.TrimStart().TrimStart(Edges);
        return start.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (start.Length == word.Length || !char.IsAsciiLetterOrDigit(start[word.Length]));
    }

    private static string Squeezed(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    /// <summary>The section word with a number after it, at the start of a line but for marks; Chinese numerals too (<c>第一部分</c> with the word <c>部分</c>).</summary>
    private static int Sections(string text, string word)
    {
        var plain = Regex.Escape(word);
        return new Regex($@"^[\s#*]*(?:{plain}\s?(?:\d+|[IVX]+)\b|第\s?[一二三四五六七八九十\d]+\s?{plain})", Options | RegexOptions.IgnoreCase).Count(text);
    }

    private static int Capitals(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim(Edges)).Count(word => word.Any(char.IsUpper) && !word.Any(char.IsLower));

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 64 });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
