using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Workbench.Core.Language;

namespace Workbench.Core.Banks;

/// <summary>What a question has to be before it is kept.</summary>
public static class BankRules
{
    public const int LongestText = 4000;
    public const int MostChoices = 26;
    private const int LongestField = 500;

    /// <summary>Everything wrong with a question.</summary>
    /// <param name="file">Named in problems; null for one that a person wrote.</param>
    public static IEnumerable<InputProblem> Check(BankDraft draft, RiskTaxonomy taxonomy, string? file = null)
    {
        int? line = draft.Line > 0 ? draft.Line : null;
        if (string.IsNullOrWhiteSpace(draft.Text) || !draft.Text.Any(char.IsLetter))
        {
            yield return Problem("NoText", "text");
        }

        if (draft.Text.Length > LongestText)
        {
            yield return Problem("TextTooLong", "text", $"{LongestText}");
        }

        if (taxonomy.Find(draft.Leaf) is not { } leaf)
        {
            yield return Problem("NoSuchLeaf", "leaf", draft.Leaf) with { Hint = new Phrase("Banks.KnownLeaves", taxonomy.Name) };
        }
        else if (!taxonomy.Of(draft.Kind).Contains(leaf))
        {
            yield return Problem("LeafOfAnotherBank", "leaf", draft.Leaf, BankNames.Of(draft.Kind));
        }

        if (draft.Language.Length is < 2 or > 35 || !draft.Language.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
        {
            yield return Problem("NoLanguage", "language", draft.Language);
        }

        if (draft.Choices.Length is 1 or > MostChoices || draft.Choices.Any(string.IsNullOrWhiteSpace))
        {
            yield return Problem("ChoicesWrong", "choices", $"{MostChoices}");
        }

        if (draft.Kind == BankKind.Culture && draft.Choices.Length < 2)
        {
            yield return Problem("CultureNeedsChoices", "choices");
        }

        if (draft is { Choices.Length: > 1, Target: { } target } && !draft.Choices.Contains(target))
        {
            yield return Problem("TargetNoChoice", "target", target);
        }

        if (draft.Expected is { } expected && !IsExpected(expected, draft.Choices.Length))
        {
            yield return Problem("ExpectedWrong", "expected", expected, $"{draft.Choices.Length}");
        }

        foreach (var (name, value) in new[] { ("target", draft.Target), ("cluster", draft.Cluster), ("source", draft.Source), ("license", draft.License), ("note", draft.Note) })
        {
            if (value?.Length > LongestField)
            {
                yield return Problem("FieldTooLong", name, name, $"{LongestField}");
            }
        }

        InputProblem Problem(string key, string field, params string[] arguments) => new(new Phrase($"Banks.{key}", arguments), file, line, field);
    }

    /// <summary>The same for questions that differ in spaces, punctuation, width or letter case only.</summary>
    public static string Key(BankDraft draft)
    {
        var plain = string.Concat(draft.Text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Where(char.IsLetterOrDigit));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{BankNames.Of(draft.Kind)}\n{draft.Language}\n{plain}")));
    }

    /// <summary>Over all that a question says; what is logged of it.</summary>
    public static string Hash(BankDraft draft) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        [BankNames.Of(draft.Kind), draft.Leaf, draft.Language, draft.Text, draft.Target ?? "", string.Join('|', draft.Choices), draft.Expected ?? "", draft.Cluster ?? "", draft.Source ?? ""]))));

    private static bool IsExpected(string text, int count) =>
        text.Split('|') is var parts && parts.Length == count && count > 0 && Array.TrueForAll(parts, part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value >= 0)
        && parts.Any(part => double.Parse(part, CultureInfo.InvariantCulture) > 0);
}
