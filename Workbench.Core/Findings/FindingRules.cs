using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Governance;
using Workbench.Core.Language;

namespace Workbench.Core.Findings;

/// <summary>What a finding must have, which step goes from where, and whose four eyes a step needs.</summary>
public static class FindingRules
{
    public const int MostSamples = 200;

    private static readonly FrozenDictionary<(FindingStatus From, FindingAct Act), FindingStatus> Ways = new Dictionary<(FindingStatus, FindingAct), FindingStatus>
    {
        [(FindingStatus.Open, FindingAct.Assign)] = FindingStatus.Open,
        [(FindingStatus.InProgress, FindingAct.Assign)] = FindingStatus.InProgress,
        [(FindingStatus.Open, FindingAct.Respond)] = FindingStatus.InProgress,
        [(FindingStatus.InProgress, FindingAct.Respond)] = FindingStatus.InProgress,
        [(FindingStatus.InProgress, FindingAct.Resolve)] = FindingStatus.Resolved,
        [(FindingStatus.Resolved, FindingAct.Reopen)] = FindingStatus.InProgress,
        [(FindingStatus.Accepted, FindingAct.Reopen)] = FindingStatus.InProgress,
        [(FindingStatus.Open, FindingAct.Accept)] = FindingStatus.Accepted,
        [(FindingStatus.InProgress, FindingAct.Accept)] = FindingStatus.Accepted,
        [(FindingStatus.Resolved, FindingAct.Close)] = FindingStatus.Closed,
    }.ToFrozenDictionary();

    /// <returns>Where the step leads; null where it can't be taken from there.</returns>
    public static FindingStatus? After(FindingStatus from, FindingAct act) => Ways.TryGetValue((from, act), out var to) ? to : null;

    public static Permission Needs(FindingAct act) => act switch
    {
        FindingAct.Respond or FindingAct.Resolve => Permission.AnswerFindings,
        FindingAct.Accept => Permission.DecideDecision,
        _ => Permission.Assess,
    };

    public static IEnumerable<InputProblem?> Check(FindingDraft draft, DateOnly today)
    {
        yield return Enum.IsDefined(draft.Severity) ? null : new InputProblem(new Phrase("Findings.NoSeverity", FindingNames.All<Severity>()), Field: "severity");
        yield return FieldRules.Given(draft.Title, "title", FieldRules.LongestName);
        yield return FieldRules.Given(draft.Fact, "fact");
        yield return FieldRules.Short(draft.Cause, "cause");
        yield return FieldRules.Short(draft.Risk, "risk");
        yield return FieldRules.Short(draft.Recommendation, "recommendation");
        yield return FieldRules.Given(draft.Owner, "owner", FieldRules.LongestName);
        yield return draft.AssessmentId is null && draft.RunId is null ? new InputProblem(new Phrase("Findings.AboutNothing"), Field: "assessment") : null;
        yield return draft.ClauseId is not null && draft.AssessmentId is null ? new InputProblem(new Phrase("Findings.ClauseOfNothing"), Field: "clause") : null;
        yield return draft.Samples.Length > MostSamples ? new InputProblem(new Phrase("Findings.TooManySamples", MostSamples.ToString(CultureInfo.InvariantCulture)), Field: "samples") : null;
        yield return draft.Due < today ? new InputProblem(new Phrase("Findings.DueInThePast"), Field: "due") : null;
    }

    /// <returns>Why the person may not take the step, whoever else may; null when they may.</returns>
    /// <param name="people">How many are enrolled.</param>
    public static Phrase? WhyNot(Finding finding, FindingAct act, Actor actor, int people)
    {
        if (Permissions.WhyNot(actor, Needs(act)) is { } lacks)
        {
            return lacks;
        }

        if (act is FindingAct.Respond or FindingAct.Resolve)
        {
            return finding.Owner == actor.Id || Permissions.Has(actor, Permission.Assess) ? null : new Phrase("Findings.OnlyOwner", finding.Id);
        }

        if (act is not (FindingAct.Close or FindingAct.Accept))
        {
            return null;
        }

        return people < 2 ? new Phrase("Findings.FourEyesNeedTwo")
            : finding.Owner == actor.Id ? new Phrase($"Findings.OwnerMayNot{act}", finding.Id)
            : act == FindingAct.Close && finding.Steps.LastOrDefault(step => step.Act == FindingAct.Resolve)?.By == actor.Id ? new Phrase("Findings.ResolverMayNotClose", finding.Id)
            : act == FindingAct.Accept && finding.OpenedBy == actor.Id ? new Phrase("Findings.OpenerMayNotAccept", finding.Id)
            : null;
    }

    /// <summary>Steps that lead on from where the finding is.</summary>
    public static ImmutableArray<FindingAct> From(FindingStatus status) => [.. Enum.GetValues<FindingAct>().Where(act => After(status, act) is not null)];
}
