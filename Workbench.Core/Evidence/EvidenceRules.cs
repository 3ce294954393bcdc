using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Workbench.Core.Language;

namespace Workbench.Core.Evidence;

/// <summary>What an evidence file and its links may be.</summary>
public static partial class EvidenceRules
{
    public const long MostBytes = 64L << 20;

    /// <summary>Files of a workspace.</summary>
    public const int MostFiles = 50_000;

    /// <summary>Links of one file, and files of one subject.</summary>
    public const int MostLinks = 200;

    public const int LongestName = 200;

    public const int LongestNote = 2000;

    public const string UnknownType = "application/octet-stream";

    /// <returns>Everything wrong with what is said of a file.</returns>
    public static IEnumerable<InputProblem> Check(EvidenceDraft draft, ImmutableArray<EvidenceSubject> subjects, DateTimeOffset now)
    {
        if (!Enum.IsDefined(draft.Kind))
        {
            yield return new InputProblem(new Phrase("Evidence.NoKind", string.Join(", ", EvidenceNames.All)), Field: "kind");
        }

        if (draft.Note?.Length > LongestNote)
        {
            yield return new InputProblem(new Phrase("Evidence.NoteTooLong", Text(LongestNote)), Field: "note");
        }

        if (draft.ExpiresAt <= now)
        {
            yield return new InputProblem(new Phrase("Evidence.ExpiresInThePast"), Field: "expires");
        }

        if (subjects.Length > MostLinks)
        {
            yield return new InputProblem(new Phrase("Evidence.TooManyLinks", Text(MostLinks)), Field: "subject");
        }
    }

    /// <summary>The last part of a path, without control marks, marks that turn the direction of reading, marks that mean something to a file system, and names of devices.</summary>
    public static string CleanName(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = new StringBuilder();
        foreach (var rune in last.EnumerateRunes())
        {
            var isBad = rune == Rune.ReplacementChar || rune.Value is ':' or '*' or '?' or '"' or '<' or '>' or '|' || (rune.Value < 0x20)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
            clean.Append(isBad ? "_" : rune.ToString());
        }

        var text = clean.ToString().Trim().TrimStart('.').TrimEnd('.', ' ').Trim();
        if (text.Length > LongestName)
        {
            // The end says what a file is.
            var from = text.Length - LongestName;
            text = text[(char.IsLowSurrogate(text[from]) ? from + 1 : from)..];
        }

        return text.Length == 0 ? "file" : Device().IsMatch(text) ? $"_{text}" : text;
    }

    /// <returns>What was declared where it has the form of a media type; else <see cref="UnknownType"/>.</returns>
    public static string CleanType(string? declared) => declared is not null && MediaType().IsMatch(declared) ? declared.ToLowerInvariant() : UnknownType;

    public static InputException TooLarge(string name) => new(new InputProblem(new Phrase("Evidence.TooLarge", (MostBytes >> 20).ToString(CultureInfo.InvariantCulture)), File: CleanName(name)));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Device();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,60}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,100}\z")]
    private static partial Regex MediaType();
}
