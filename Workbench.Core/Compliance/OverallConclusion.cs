using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Compliance;

/// <summary>What the clauses come to together, and what decides it. Clauses that are only recommended, or do not apply, do not weigh.</summary>
/// <param name="Deciding">The clauses that fail; where none does, those that keep it from a better conclusion. About the model's answers first, the farthest from its limit first.</param>
/// <param name="Judged">Binding clauses with a verdict.</param>
/// <param name="Failing">Of these, how many do not conform.</param>
/// <param name="Shown">Of the judged ones, how many are demonstrated at 95 %, for or against.</param>
/// <param name="Lacking">Binding clauses with too little evidence.</param>
/// <param name="Documents">Binding clauses that no document was given for.</param>
/// <param name="Recommended">Recommended clauses that do not conform.</param>
public sealed record OverallConclusion(Conclusion Conclusion, FilingConclusion Filing, ImmutableArray<DecidingClause> Deciding, int Judged, int Failing, int Shown, int Lacking, int Documents, int Recommended)
{
    /// <summary>A headline names no more; the rest is counted.</summary>
    private const int MostFaults = 3;

    /// <summary>The conclusion in words.</summary>
    public Phrase Sentence => Words(Conclusion);

    /// <summary>How it comes about, in numbers.</summary>
    public Phrase Why => new($"Compliance.Why{Conclusion}", Text(Judged), Text(Failing), Text(Shown), Text(Lacking), Text(Documents));

    /// <summary>Recommended clauses that fail too; null where none does.</summary>
    public Phrase? Besides => Recommended == 0 ? null : new Phrase("Compliance.FailsRecommended", Text(Recommended));

    /// <summary>Of the deciding clauses those about the candidate itself.</summary>
    public ImmutableArray<DecidingClause> Own => [.. Deciding.Where(each => !each.IsShared)];

    /// <summary>Of the deciding clauses those about the question banks: the same for every candidate.</summary>
    public ImmutableArray<DecidingClause> Shared => [.. Deciding.Where(each => each.IsShared)];

    /// <summary>What the shared ones are; null where there are none.</summary>
    public Phrase? SharedSays => Shared.IsEmpty ? null : new Phrase("Compliance.DecidesShared");

    /// <summary>The conclusion with what the candidate itself fails in, with figures: "Does not conform: makes things up (40.9 % where at most 10 % is allowed)". What is made up comes first, then the farthest from its limit.</summary>
    public string Headline(CultureInfo culture)
    {
        if (Conclusion != Conclusion.DoesNotConform)
        {
            return Sentence.In(culture);
        }

        var own = Own.OrderBy(each => each.LeadsHeadline ? 0 : 1).ToList();
        var faults = own.Take(MostFaults).Select(each => each.Fault(culture)).ToList();
        if (own.Count > MostFaults)
        {
            faults.Add(new Phrase("Compliance.FaultsMore", Text(own.Count - MostFaults)).In(culture));
        }

        var words = own.Count == 0 ? new Phrase("Compliance.FaultBanks").In(culture) : string.Join(new Phrase("Compliance.Semicolon").In(culture), faults);
        return new Phrase("Compliance.Headline", Sentence.In(culture), words).In(culture);
    }

    public static Phrase Words(Conclusion conclusion) => new($"Compliance.Concludes{conclusion}");

    public static OverallConclusion Of(CandidateAssessment candidate, PolicyPack pack)
    {
        var rules = pack.Clauses.ToDictionary(clause => clause.Id, StringComparer.Ordinal);
        var all = candidate.Clauses.Select(result => (Clause: rules[result.ClauseId], Result: result)).ToList();
        var binding = all.Where(each => !each.Clause.Recommended && each.Result.Verdict != Verdict.NotApplicable).ToList();
        var failing = Of(Verdict.DoesNotConform);
        var lacking = Of(Verdict.NotEnoughEvidence);
        var documents = Of(Verdict.Documentary);
        var measurable = lacking.Any(each => each.Clause.Kind != ClauseKind.Documentary);
        var (conclusion, deciding) = failing.Count > 0 ? (Conclusion.DoesNotConform, failing)
            : measurable ? (Conclusion.NotEnoughEvidence, lacking)
            : lacking.Count + documents.Count > 0 ? (Conclusion.ConformsAsFarAsShown, [.. lacking, .. documents])
            : (Conclusion.Conforms, []);
        var filing = failing.Count > 0 ? failing.Count == binding.Count ? FilingConclusion.NoneConforms : FilingConclusion.PartlyConforms
            : lacking.Count + documents.Count > 0 ? FilingConclusion.Open : FilingConclusion.AllConform;
        var judged = binding.Where(each => each.Result.Verdict is Verdict.Conforms or Verdict.DoesNotConform).ToList();
        return new OverallConclusion(
            conclusion, filing,
            [.. deciding.Select(each => DecidingClause.Of(each.Clause, each.Result, pack)).OrderBy(each => each.Clause.Kind switch { ClauseKind.Measured => 0, ClauseKind.Provenance => 1, _ => 2 }).ThenByDescending(each => each.Points ?? 0)],
            judged.Count, failing.Count,
            judged.Count(each => each.Result.Demonstrated is Demonstrated.Shown or Demonstrated.ShownAgainst),
            lacking.Count, documents.Count,
            all.Count(each => each.Clause.Recommended && each.Result.Verdict == Verdict.DoesNotConform));

        List<(Clause Clause, ClauseResult Result)> Of(Verdict verdict) => [.. binding.Where(each => each.Result.Verdict == verdict)];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
