using System.Collections.Immutable;
using Workbench.Core.Banks;
using Workbench.Core.Inference;
using Workbench.Core.Language;

namespace Workbench.Core.Compliance;

/// <summary>What a person wants to assess.</summary>
/// <param name="Packs">At least one.</param>
/// <param name="Jurisdictions">The packs were chosen by; may be empty.</param>
/// <param name="Banks">Empty takes what the packs' clauses ask for (<see cref="PlanSizes"/>).</param>
/// <param name="Judge">Model that judges generated content; null without.</param>
/// <param name="People">Questions that people label for each candidate; 0 without labels.</param>
public sealed record PlanRequest(ImmutableArray<PolicyPack> Packs, ImmutableArray<string> Jurisdictions, ImmutableArray<Candidate> Candidates)
{
    public string? FieldOfUse { get; init; }

    public ImmutableArray<PlannedBank> Banks { get; init; } = [];

    public ImmutableArray<string> Languages { get; init; } = [];

    public int Seed { get; init; } = 1;

    public string? Judge { get; init; }

    public int? People { get; init; }

    public double Twice { get; init; } = Labels.LabelRules.UsualShare;

    /// <summary>Everything wrong with it.</summary>
    public IEnumerable<InputProblem> Problems()
    {
        if (Packs.IsEmpty)
        {
            yield return Problem("PlanNeedsPack", "packs");
        }

        foreach (var twice in Packs.GroupBy(pack => pack.Id).Where(group => group.Count() > 1))
        {
            yield return Problem("PlanPackTwice", "packs", twice.Key);
        }

        if (Candidates.IsEmpty)
        {
            yield return Problem("PlanNeedsCandidate", "candidates");
        }

        foreach (var twice in Candidates.GroupBy(candidate => candidate.Name).Where(group => group.Count() > 1))
        {
            yield return Problem("PlanCandidateTwice", "candidates", twice.Key);
        }

        foreach (var bank in Banks.Where(bank => BankNames.Kind(bank.Bank) is null || bank.PerLeaf < 1 || bank.Total < 1))
        {
            yield return Problem("PlanBankWrong", "banks", bank.Bank);
        }

        if (People < 0 || Twice is < 0 or > 1 or double.NaN)
        {
            yield return Problem("PlanPeopleWrong", "people");
        }
    }

    private static InputProblem Problem(string key, string field, params string[] arguments) => new(new Phrase($"Compliance.{key}", arguments), Field: field);
}
