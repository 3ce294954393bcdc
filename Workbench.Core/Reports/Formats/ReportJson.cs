using System.Globalization;
using System.Text.Json.Nodes;
using Workbench.Core.Reports.Blocks;
using Workbench.Core.Runs;

namespace Workbench.Core.Reports.Formats;

/// <summary>The report for machines: the same facts and numbers as the page, and every part with its hash.</summary>
public static class ReportJson
{
    public static JsonObject Of(ReportDocument report)
    {
        var (content, culture) = (report.Content, report.Culture);
        return new JsonObject
        {
            ["report"] = content.Subject,
            ["kind"] = ReportNames.Of(content.Kind),
            ["lang"] = report.Language,
            ["made"] = Moment(content.At),
            ["preview"] = content.IsPreview,
            ["log"] = content.Log is { } log ? new JsonObject { ["origin"] = log.Origin, ["size"] = log.Size, ["root"] = log.Root, ["key"] = log.Key, ["checkpoint"] = log.Checkpoint } : null,
            ["run"] = new JsonObject
            {
                ["id"] = content.Run.Id,
                ["status"] = content.Run.Status.ToString(),
                ["suite"] = new JsonObject { ["name"] = content.Suite.Name, ["version"] = content.Suite.Version, ["sha256"] = content.Run.SuiteSha256 },
                ["counts"] = new JsonObject { ["expected"] = content.Run.Expected, ["answered"] = content.Run.Answered, ["errors"] = content.Run.Errors },
                ["candidates"] = new JsonArray([.. content.Run.Candidates.Select(candidate => new JsonObject { ["name"] = candidate.Name, ["model"] = candidate.Model, ["sha256"] = candidate.Hash })]),
            },
            ["metrics"] = new JsonObject(content.Metrics.Select(candidate => KeyValuePair.Create<string, JsonNode?>(candidate.Name, Metrics(candidate, culture)))),
            ["decision"] = content.Decision is { } record ? Decision(record) : null,
            ["assessment"] = content is { Assessment: { } assessment, Pack: { } pack } ? AssessmentJson.Of(assessment, pack, culture) : null,
            ["view"] = content.View is { } view ? new JsonObject { ["sha256"] = view.Sha256, ["candidates"] = new JsonArray([.. view.Candidates.Select(candidate => new JsonObject { ["name"] = candidate.Name, ["sha256"] = candidate.Sha256, ["findings"] = new JsonArray([.. candidate.Findings.Select(finding => JsonValue.Create(finding.Id))]), ["exceptions"] = new JsonArray([.. candidate.Exceptions.Select(exception => JsonValue.Create(exception.Id))]) })]) } : null,
            ["manifest"] = new JsonObject { ["sha256"] = report.Manifest },
            ["parts"] = new JsonArray([.. report.Sections.Select(Part)]),
        };
    }

    private static JsonObject Part(ReportSection section)
    {
        var part = BlockJson.Of(section);
        part["sha256"] = section.Sha256;
        return part;
    }

    private static JsonObject Decision(DecisionRecord record) => new()
    {
        ["id"] = record.Decision.Id,
        ["state"] = record.Decision.State.ToString(),
        ["candidate"] = record.Decision.Proposal.Candidate,
        ["candidateSha256"] = record.Decision.Proposal.CandidateHash,
        ["fieldOfUse"] = record.Decision.Proposal.FieldOfUse,
        ["assessmentSha256"] = record.Decision.Proposal.AssessmentSha256,
        ["evidenceUnchanged"] = record.EvidenceUnchanged,
        ["conditions"] = new JsonArray([.. record.Decision.Conditions.Select(condition => JsonValue.Create(condition.Text))]),
        ["expiresAt"] = record.Decision.ExpiresAt is { } end ? Moment(end) : null,
        ["steps"] = new JsonArray([.. record.Decision.Steps.Select(step => new JsonObject { ["state"] = step.State.ToString(), ["by"] = step.ActorId, ["reason"] = step.Reason, ["at"] = Moment(step.At), ["logIndex"] = step.LogIndex })]),
    };

    private static JsonObject Metrics(CandidateMetrics candidate, CultureInfo culture)
    {
        var metrics = new JsonObject();
        foreach (var metric in candidate.Metrics)
        {
            metrics[metric.Name] = AssessmentJson.Estimate(metric.Estimate);
            if (!ScoreMetrics.IsValidated(metric.Name))
            {
                metrics[$"{metric.Name}.validated"] = false;
            }

            if (metric.Reason is { } reason)
            {
                metrics[$"{metric.Name}.reason"] = reason.In(culture);
            }
        }

        return metrics;
    }

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
