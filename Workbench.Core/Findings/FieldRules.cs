using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Findings;

/// <summary>What texts of a person must be; problems are gathered, then thrown at once.</summary>
internal static class FieldRules
{
    /// <summary>Characters of a reason: it is kept in an entry of the log, which has an end.</summary>
    public const int LongestText = 4000;

    public const int LongestName = 300;

    public static InputProblem? Given(string? value, string field, int most = LongestText) =>
        string.IsNullOrWhiteSpace(value) ? new InputProblem(new Phrase("Findings.FieldMissing", field), Field: field) : Short(value, field, most);

    public static InputProblem? Short(string? value, string field, int most = LongestText) =>
        value?.Length > most ? new InputProblem(new Phrase("Findings.FieldTooLong", field, most.ToString(CultureInfo.InvariantCulture)), Field: field) : null;

    public static void ThrowIfAny(params IEnumerable<InputProblem?> problems)
    {
        if (problems.OfType<InputProblem>().ToImmutableArray() is { IsEmpty: false } wrong)
        {
            throw new InputException(wrong);
        }
    }

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The last day before an end.</summary>
    public static string LastDay(DateTimeOffset end) => end.UtcDateTime.AddTicks(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);
}
