using System.Globalization;
using System.Text;
using Workbench.Core.Compliance;
using Workbench.Core.Reports;

namespace Workbench.Cli;

/// <summary>An assessment as lines for a terminal.</summary>
internal static class AssessCommandText
{
    public static string Of(Assessment assessment, PolicyPack pack)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{assessment.Id}  {assessment.RunId}  {pack.Id}  {assessment.PackSha256[..12]}").AppendLine();
        var clauses = pack.Clauses.ToDictionary(clause => clause.Id, StringComparer.Ordinal);
        foreach (var candidate in assessment.Candidates)
        {
            var overall = candidate.Overall(pack);
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"{candidate.Name}: {overall.Headline(CultureInfo.CurrentUICulture)}").AppendLine().AppendJoin(Environment.NewLine, Why(overall)).AppendLine();
            foreach (var result in candidate.Clauses)
            {
                var clause = clauses[result.ClauseId];
                text.Append(CultureInfo.InvariantCulture, $"  {clause.Source.NumberIn(CultureInfo.CurrentUICulture),-10} {clause.Title}: {ReportWords.Verdict(result.Verdict)}. {result.Reason}").AppendLine();
            }
        }

        return text.ToString();
    }

    /// <summary>Why it is concluded so.</summary>
    public static IEnumerable<string> Why(OverallConclusion overall) =>
    [
        TerminalText.Line($"  {overall.Why}"),
        .. overall.Own.Select(clause => TerminalText.Line($"    {clause}")),
        .. overall.SharedSays is { } shared ? [TerminalText.Line($"  {shared}"), .. overall.Shared.Select(clause => TerminalText.Line($"    {clause}"))] : Array.Empty<string>(),
        .. overall.Besides is { } besides ? [TerminalText.Line($"  {besides}")] : Array.Empty<string>(),
    ];
}
