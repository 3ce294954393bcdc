using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Provenance;
using Workbench.Core.Runs;

namespace Workbench.Core.Compliance;

/// <summary>What is known of the provenance of a candidate's model and adapters.</summary>
/// <param name="Today">Day for which it is judged.</param>
public sealed record CandidateProvenance(ImmutableArray<ProvenanceDossier> Dossiers, LicenceCatalog Licences, ProvenanceRules Rules, DateOnly Today);

/// <summary>Clauses that are judged by a rule over provenance cards.</summary>
internal static class ProvenanceClause
{
    /// <returns>The rule a clause names; null when a problem was noted.</returns>
    public static string? Rule(PackNode node)
    {
        var rule = node.Text("rule");
        if (rule is not null && !RuleChecks.Ids.Contains(rule))
        {
            node.Report("rule", "NotOneOf", rule, string.Join(", ", RuleChecks.Ids));
        }

        return rule;
    }

    /// <returns>Null where the run does not say which weights answered: an endpoint, a null runner, answers that were there already.</returns>
    public static async Task<CandidateProvenance?> CollectAsync(IProvenanceDossiers? source, RunHeader run, string candidate, DateOnly today, CancellationToken cancellation)
    {
        if (source is null || run.Models?.GetValueOrDefault(candidate)?.Sha256 is not { } model)
        {
            return null;
        }

        var dossiers = ImmutableArray.CreateBuilder<ProvenanceDossier>();
        foreach (var weights in (run.Record.Files.GetValueOrDefault(candidate)?.Adapters ?? []).Select(adapter => adapter.Sha256).OfType<string>().Prepend(model))
        {
            if (await source.OfAsync(weights, cancellation).ConfigureAwait(false) is { } dossier)
            {
                dossiers.Add(dossier);
            }
            else
            {
                return null;
            }
        }

        return new CandidateProvenance(dossiers.ToImmutable(), source.Licences, source.Rules, today);
    }

    /// <summary>The worst of the model and its adapters.</summary>
    public static ClauseResult Assess(Clause clause, PolicyPack pack, CandidateProvenance? provenance)
    {
        if (provenance is not { Dossiers.IsEmpty: false } || provenance.Rules.Rules.FirstOrDefault(rule => rule.Id == clause.Metric) is not { } rule)
        {
            return Result(clause, Verdict.NotEnoughEvidence, new Phrase("Compliance.NoProvenance"));
        }

        var worst = provenance.Dossiers.Select(dossier => RuleChecks.One(rule, provenance.Licences, dossier, provenance.Rules.Place(pack.Jurisdiction), provenance.Today)).MinBy(result => Weight(result.Outcome))!;
        return Result(clause, worst.Outcome switch
        {
            RuleOutcome.Conforms => Verdict.Conforms,
            RuleOutcome.DoesNotConform => Verdict.DoesNotConform,
            RuleOutcome.NotApplicable => Verdict.NotApplicable,
            _ => Verdict.NotEnoughEvidence,
        }, worst.Reason);
    }

    private static int Weight(RuleOutcome outcome) => outcome switch
    {
        RuleOutcome.DoesNotConform => 0,
        RuleOutcome.NotEnoughEvidence => 1,
        RuleOutcome.Conforms => 2,
        _ => 3,
    };

    private static ClauseResult Result(Clause clause, Verdict verdict, Phrase reason) => new(clause.Id, verdict, Demonstrated.NotMeasured, null, 0, 0, 0, null, reason, [], [], [], []);
}
