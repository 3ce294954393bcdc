using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Provenance;

/// <summary>What each rule looks at. Pure: the same dossier gives the same result.</summary>
public static class RuleChecks
{
    private static readonly FrozenDictionary<string, Func<Case, (RuleOutcome Outcome, Phrase Reason)>> Checks = new Dictionary<string, Func<Case, (RuleOutcome, Phrase)>>
    {
        ["licence-known"] = LicenceRules.Known,
        ["licence-use"] = LicenceRules.Use,
        ["licence-obligations"] = LicenceRules.Obligations,
        ["teacher-terms"] = LicenceRules.Teacher,
        ["local-language"] = LocalLanguage,
        ["weights-unchanged"] = Weights,
        ["filing-number"] = Filing,
        ["lineage-whole"] = Lineage,
        ["supply-fallback"] = Supply,
        ["training-data"] = TrainingData,
        ["answerable-developer"] = Developer,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static ImmutableArray<string> Ids { get; } = [.. Checks.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Every rule, in the order of the file.</summary>
    /// <param name="place">Whose rules are asked for; null where none in particular are.</param>
    /// <param name="today">Support that ended is told from one that lasts.</param>
    public static ImmutableArray<RuleResult> All(ProvenanceRules rules, LicenceCatalog licences, ProvenanceDossier dossier, Jurisdiction? place, DateOnly today) =>
        [.. rules.Rules.Select(rule => One(rule, licences, dossier, place, today))];

    public static RuleResult One(ProvenanceRule rule, LicenceCatalog licences, ProvenanceDossier dossier, Jurisdiction? place, DateOnly today)
    {
        var (outcome, reason) = Checks[rule.Id](new Case(dossier, licences, place, today));
        return new RuleResult(rule, outcome, reason);
    }

    private static (RuleOutcome, Phrase) LocalLanguage(Case of)
    {
        if (of.Place is not { } place)
        {
            return (RuleOutcome.NotApplicable, new Phrase("Provenance.NoPlace"));
        }

        var country = of.Card.Value(ProvenanceFields.Country);
        if (country is not null && place.Members.Contains(country))
        {
            return (RuleOutcome.Conforms, new Phrase("Provenance.OriginInside", country));
        }

        var run = of.Dossier.Languages.FirstOrDefault(each => place.Languages.Any(language => each.Language == language || each.Language.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase)));
        return run is not null
            ? (RuleOutcome.Conforms, new Phrase("Provenance.LocalSuiteRun", run.Language, run.RunId))
            : country is null
                ? (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.OriginUnknown", string.Join(", ", place.Languages)))
                : (RuleOutcome.DoesNotConform, new Phrase("Provenance.NoLocalSuite", country, string.Join(", ", place.Languages)));
    }

    private static (RuleOutcome, Phrase) Weights(Case of) => (of.Card.Stated, of.Dossier.OtherWeights) switch
    {
        (null, { } former) => (RuleOutcome.DoesNotConform, new Phrase("Provenance.WeightsChanged", former[..12])),
        ({ } stated, { } now) => (RuleOutcome.DoesNotConform, new Phrase("Provenance.WeightsReplaced", now[..12], Text(stated.Version))),
        (null, null) => (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.NoCard")),
        ({ } stated, null) => (RuleOutcome.Conforms, new Phrase("Provenance.WeightsSame", Text(stated.Version))),
    };

    private static (RuleOutcome, Phrase) Filing(Case of)
    {
        if (of.Place is not { WantsFiling: true })
        {
            return (RuleOutcome.NotApplicable, new Phrase("Provenance.NoFilingWanted"));
        }

        foreach (var card in of.Dossier.Lineage.Ancestors.Select(node => node.Card).OfType<ProvenanceCard>().Prepend(of.Card))
        {
            if (card.Value(ProvenanceFields.FilingStatus) is ProvenanceFields.Filed or ProvenanceFields.Registered && card.Value(ProvenanceFields.Filing) is { } number)
            {
                return (RuleOutcome.Conforms, new Phrase("Provenance.FiledAs", card.Name, number));
            }
        }

        return of.Card.Value(ProvenanceFields.FilingStatus) == ProvenanceFields.No
            ? (RuleOutcome.DoesNotConform, new Phrase("Provenance.NotFiled"))
            : (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.FilingUnknown"));
    }

    private static (RuleOutcome, Phrase) Lineage(Case of)
    {
        var lineage = of.Dossier.Lineage;
        if (!lineage.Cycle.IsEmpty)
        {
            return (RuleOutcome.DoesNotConform, new Phrase("Provenance.LineageCircle", string.Join(" → ", lineage.Cycle)));
        }

        var unknown = lineage.Unknown.ToList();
        return unknown switch
        {
            [] => (RuleOutcome.Conforms, new Phrase("Provenance.LineageWhole", Text(lineage.Ancestors.Count()))),
            [var self] when self.Id == lineage.Self.Id => (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.LineageMissing")),
            _ => (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.LineageBroken", string.Join(", ", unknown.Select(node => node.Name)))),
        };
    }

    private static (RuleOutcome, Phrase) Supply(Case of)
    {
        var (mirrored, fallback, until) = (of.Card.Value(ProvenanceFields.Mirrored), of.Card.Value(ProvenanceFields.Fallback), of.Card.Value(ProvenanceFields.SupportUntil));
        if (fallback is null && until is not null && string.CompareOrdinal(until, Today(of.Today, until)) < 0)
        {
            return (RuleOutcome.DoesNotConform, new Phrase("Provenance.SupportEnded", until));
        }

        return (mirrored, fallback) switch
        {
            (ProvenanceFields.Yes, _) => (RuleOutcome.Conforms, new Phrase("Provenance.SupplyMirrored")),
            (_, { } other) => (RuleOutcome.Conforms, new Phrase("Provenance.SupplyFallback", other)),
            (ProvenanceFields.No, null) => (RuleOutcome.DoesNotConform, new Phrase("Provenance.SupplyNone")),
            _ => (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.SupplyUnknown")),
        };
    }

    // A year ends with its last day: 2026 is over only when 2027 has begun.
    private static string Today(DateOnly today, string until) => today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)[..until.Length];

    private static (RuleOutcome, Phrase) TrainingData(Case of) =>
        (of.Card.Value(ProvenanceFields.TrainingData), of.Card.Value(ProvenanceFields.Cutoff)) switch
        {
            (null, _) => (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.DataUnstated")),
            (_, null) => (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.CutoffUnstated")),
            (_, { } cutoff) => (RuleOutcome.Conforms, new Phrase("Provenance.DataStated", cutoff)),
        };

    private static (RuleOutcome, Phrase) Developer(Case of) =>
        (of.Card.Value(ProvenanceFields.Developer), of.Card.Value(ProvenanceFields.Contact)) switch
        {
            (null, _) => (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.DeveloperUnknown")),
            ({ } developer, null) => (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.ContactUnknown", developer)),
            ({ } developer, _) => (RuleOutcome.Conforms, new Phrase("Provenance.DeveloperKnown", developer)),
        };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What one check looks at.</summary>
internal sealed record Case(ProvenanceDossier Dossier, LicenceCatalog Licences, Jurisdiction? Place, DateOnly Today)
{
    public ProvenanceCard Card => Dossier.Card;
}
