using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Workbench.Core.Banks;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Log;
using Workbench.Core.Reports;
using Workbench.Core.Storage.Banks;
using Workbench.Core.Storage.Decisions;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Compliance;

/// <summary>The log's head, the decisions and the banks, for reports. A report signs the log it names, so that its root can be checked later.</summary>
public sealed class ReportHistory(LogStore log, DecisionStore decisions, BankQuery banks, ExportJournal journal, PeopleStore people, Workspace workspace) : IReportHistory
{
    private const string Exported = "report.exported";
    private const int MostDecisions = 1000;

    public async Task<LogHead> HeadAsync(CancellationToken cancellation)
    {
        var (checkpoint, note) = await log.SignAsync(cancellation).ConfigureAwait(false);
        using var key = LogKey.Open(workspace.KeyFolder);
        return new LogHead(checkpoint.Origin, checkpoint.Size, checkpoint.RootHex, note, key.Verifier.Vkey);
    }

    public Task<Decision?> DecisionAsync(string decisionId, CancellationToken cancellation) => decisions.FindAsync(decisionId, cancellation);

    public async Task<ImmutableArray<Decision>> DecisionsAsync(string assessmentId, CancellationToken cancellation) =>
        [.. (await decisions.ListAsync(null, MostDecisions, cancellation).ConfigureAwait(false)).Where(decision => decision.Proposal.AssessmentId == assessmentId)];

    public async Task<ImmutableArray<BankCoverage>> BanksAsync(CancellationToken cancellation)
    {
        var coverage = await banks.CoverageAsync(cancellation).ConfigureAwait(false);
        return coverage.Any(bank => bank.Accepted + bank.InReview > 0) ? coverage : [];
    }

    public async Task<ImmutableDictionary<string, string>> PeopleAsync(CancellationToken cancellation) =>
        (await people.ListAsync(cancellation).ConfigureAwait(false)).Where(person => !string.IsNullOrWhiteSpace(person.Name)).ToImmutableDictionary(person => person.Id, person => person.Name, StringComparer.Ordinal);

    public Task RecordAsync(ReportMade made, Actor actor, CancellationToken cancellation)
    {
        var detail = new JsonObject
        {
            ["kind"] = ReportNames.Of(made.Kind),
            ["lang"] = made.Language,
            ["sha256"] = made.Sha256,
            ["manifest"] = made.Manifest,
            ["bytes"] = made.Bytes,
        };
        foreach (var (name, value) in new[] { ("candidate", made.Candidate), ("against", made.Against) })
        {
            if (value is not null)
            {
                detail[name] = value;
            }
        }

        return journal.AdmitAsync(Exported, made.Subject, ReportNames.Of(made.Format), actor, cancellation, detail);
    }

    public async Task<ImmutableArray<ReportExported>> ExportedAsync(int count, CancellationToken cancellation) =>
        [.. (await log.ListAsync(count, kind: Exported, cancellation: cancellation).ConfigureAwait(false)).Select(Of)];

    private static ReportExported Of(LogEntry entry)
    {
        var detail = JsonNode.Parse(entry.Body)?["detail"] as JsonObject;
        return new ReportExported(entry.Index, entry.Subject, Text("kind"), Text("format"), Text("lang"), Text("sha256"), entry.Actor, entry.At) { Candidate = Text("candidate"), Against = Text("against") };

        string? Text(string name) => detail?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
    }
}
