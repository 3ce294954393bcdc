using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;
using Workbench.Core.Runs;

namespace Workbench.Core.Compliance;

/// <summary>Whether a run and the criteria it is held against are those of its plan.</summary>
internal static class PlanKept
{
    public static IEnumerable<InputProblem> Problems(AssessmentPlan plan, RunHeader run, ImmutableArray<PolicyPack> packs)
    {
        if (run.SuiteSha256 != plan.SuiteSha256 || run.Limit is not null)
        {
            yield return Problem("PlanOtherQuestions", "run", plan.Id, run.Id);
        }

        if (run.Candidates.FirstOrDefault(candidate => !plan.Candidates.Contains(candidate)) is { } other)
        {
            yield return Problem("PlanOtherCandidate", "run", plan.Id, other.Name);
        }

        foreach (var pack in packs)
        {
            if (plan.Packs.FirstOrDefault(planned => planned.Id == pack.Id) is { } planned && planned.Sha256 != pack.Sha256)
            {
                yield return Problem("PlanCriteriaChanged", "policy", plan.Id, pack.Id, planned.Version.ToString(CultureInfo.InvariantCulture)) with { Hint = new Phrase("Compliance.PlanAnew") };
            }
        }
    }

    private static InputProblem Problem(string key, string field, params string[] arguments) => new(new Phrase($"Compliance.{key}", arguments), Field: field);
}
