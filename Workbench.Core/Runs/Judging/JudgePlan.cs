using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Scoring.Judges;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs.Judging;

/// <summary>The judges that a suite names, and what they need.</summary>
public static class JudgePlan
{
    /// <summary>Names of the suite's judges, each once, in order.</summary>
    public static ImmutableArray<string> Judges(PromptSuite suite) => [.. Specs(suite).Select(JudgeSettings.Model).Distinct(StringComparer.Ordinal)];

    /// <summary>With one judge in place of every judge that the suite names; where it names none, beside its scorers.</summary>
    public static PromptSuite With(PromptSuite suite, string model)
    {
        var any = Specs(suite).Any();
        var changed = suite with { Scorers = Judged(suite.Scorers), Samples = [.. suite.Samples.Select(sample => sample.Scorers.IsEmpty ? sample : sample with { Scorers = Judged(sample.Scorers) })] };
        return changed with { Sha256 = SuiteCanonical.Hash(changed) };

        ImmutableArray<ScorerSpec> Judged(ImmutableArray<ScorerSpec> scorers) => any
            ? [.. scorers.Select(spec => JudgeScorer.IsJudge(spec.Kind) ? spec with { Settings = spec.Settings.SetItem("model", model) } : spec)]
            : [.. scorers, new ScorerSpec(JudgeScorer.Name, ImmutableSortedDictionary<string, string>.Empty.Add("model", model))];
    }

    /// <summary>The load plan of candidates, with each judge's model after them: it is loaded when they have answered, and they make place where it needs some.</summary>
    /// <param name="judges">What the names of <see cref="Judges"/> stand for.</param>
    public static LoadPlan Of(IModelPool pool, ImmutableArray<Candidate> candidates, IEnumerable<Candidate> judges, bool exact)
    {
        var plan = pool.Plan(candidates, exact);
        foreach (var judge in judges)
        {
            var own = pool.Plan([judge with { Name = new Phrase("Runs.JudgeNamed", judge.Name).ToString() }], exact);
            plan = plan with { Groups = [.. plan.Groups, .. own.Groups], Elsewhere = [.. plan.Elsewhere, .. own.Elsewhere], Refused = [.. plan.Refused, .. own.Refused] };
        }

        return plan;
    }

    /// <exception cref="InputException">The demonstration judge is to judge what it can't.</exception>
    public static IEnumerable<InputProblem> Problems(PromptSuite suite) => Specs(suite).Any(JudgeSettings.IsBeyondDemonstration)
        ? [new InputProblem(new Phrase("Runs.DemonstrationJudge"), Field: "scorers", Hint: new Phrase("Runs.NameJudge"))]
        : [];

    private static IEnumerable<ScorerSpec> Specs(PromptSuite suite) => suite.Scorers.Concat(suite.Samples.SelectMany(sample => sample.Scorers)).Where(spec => JudgeScorer.IsJudge(spec.Kind));
}
