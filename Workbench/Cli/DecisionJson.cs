using System.Globalization;
using System.Text.Json.Nodes;
using Workbench.Core.Decisions;
using Workbench.Core.Storage.Decisions;

namespace Workbench.Cli;

/// <summary>Decisions as JSON, for commands and the API alike.</summary>
public static class DecisionJson
{
    public static JsonObject Of(Decision decision, DateTimeOffset now)
    {
        var proposal = decision.Proposal;
        return new JsonObject
        {
            ["id"] = decision.Id,
            ["state"] = decision.StateAt(now).ToString(),
            ["type"] = proposal.Type.ToString(),
            ["tier"] = proposal.Tier?.ToString(),
            ["inForce"] = decision.IsInForce(now),
            ["candidate"] = new JsonObject { ["name"] = proposal.Candidate, ["sha256"] = proposal.CandidateHash },
            ["subject"] = proposal.Subject is { } subject ? Subject(subject) : null,
            ["fieldOfUse"] = proposal.FieldOfUse,
            ["environment"] = proposal.Environment,
            ["jurisdiction"] = proposal.Jurisdiction,
            ["question"] = proposal.Question,
            ["options"] = Strings(proposal.Options),
            ["rationale"] = proposal.Rationale,
            ["residualRisk"] = proposal.ResidualRisk,
            ["assessment"] = proposal.AssessmentId,
            ["assessments"] = Strings(proposal.Assessments),
            ["evidence"] = new JsonArray([.. proposal.Evidence.Select(one => new JsonObject { ["kind"] = one.Kind.ToString(), ["id"] = one.Id, ["sha256"] = one.Sha256 })]),
            ["run"] = proposal.RunId,
            ["contentSha256"] = proposal.Sha256,
            ["proposedBy"] = decision.ProposerId,
            ["conditions"] = new JsonArray([.. decision.Conditions.Select(one => new JsonObject { ["text"] = one.Text, ["owner"] = one.Owner, ["due"] = one.Due })]),
            ["approvalsNeeded"] = proposal.Rule.Approvals,
            ["approvalsLeft"] = decision.ApprovalsLeft,
            ["capacitiesLeft"] = Strings(decision.CapacitiesLeft.Select(one => one.ToString())),
            ["effectiveFrom"] = Time(decision.EffectiveFrom),
            ["expires"] = Time(decision.ExpiresAt),
            ["triggers"] = Strings(Enum.GetValues<ReviewReason>().Where(proposal.Watches).Select(one => one.ToString())),
            ["supersedes"] = proposal.Supersedes,
            ["supersededBy"] = decision.SupersededBy,
            ["steps"] = new JsonArray([.. decision.Steps.Select(Step)]),
        };
    }

    public static JsonObject Of(DecisionSheet sheet, DateTimeOffset now)
    {
        var json = Of(sheet.Decision, now);
        json["rules"] = new JsonArray([.. sheet.Checks.Select(check => new JsonObject { ["rule"] = check.Rule, ["holds"] = check.Holds, ["words"] = check.Words.ToString(), ["overridable"] = check.Overridable })]);
        json["changes"] = new JsonArray([.. sheet.Facts.Changes.Select(change => new JsonObject { ["field"] = change.Field, ["was"] = change.Was, ["now"] = change.Now, ["words"] = change.Words.ToString() })]);
        json["due"] = Due(sheet.Due);
        json["acts"] = new JsonObject(sheet.Acts.Select(act => KeyValuePair.Create(act.Act.ToString(), (JsonNode?)JsonValue.Create(act.WhyNot?.ToString()))));
        return json;
    }

    public static JsonObject Of(StandingDecision standing, DateTimeOffset now)
    {
        var json = Of(standing.Decision, now);
        json["due"] = Due(standing.Due);
        return json;
    }

    public static JsonObject Of(WaitingDecision waiting, DateTimeOffset now)
    {
        var json = Of(waiting.Decision, now);
        json["act"] = waiting.Act == DecisionAct.Supersede ? "Renew" : waiting.Act.ToString();
        json["because"] = waiting.Why.ToString();
        json["since"] = Time(waiting.Since);
        return json;
    }

    private static JsonArray Due(IEnumerable<ReviewCause> causes) => [.. causes.Select(cause => new JsonObject { ["reason"] = cause.Reason.ToString(), ["words"] = cause.Words.ToString() })];

    private static JsonObject Subject(DecisionSubject subject) => new()
    {
        ["model"] = subject.Model,
        ["weightsSha256"] = subject.WeightsSha256,
        ["quantisation"] = subject.Quantisation,
        ["promptSha256"] = subject.PromptSha256,
        ["engine"] = subject.Engine,
        ["runtime"] = subject.Runtime,
    };

    private static JsonObject Step(DecisionStep step) => new()
    {
        ["act"] = step.Act.ToString(),
        ["state"] = step.State.ToString(),
        ["actor"] = step.ActorId,
        ["roles"] = Strings(step.Roles.Select(role => role.ToString())),
        ["capacity"] = step.Capacity?.ToString(),
        ["reason"] = step.Reason,
        ["override"] = step.Override,
        ["at"] = Time(step.At),
        ["logIndex"] = step.LogIndex,
    };

    private static JsonArray Strings(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static string? Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
