using Workbench.Core.Compliance;
using Workbench.Core.Provenance;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>Where a model comes from: each fact with who said it, gaps named, and what the rules over them come to.</summary>
internal static class ProvenanceTable
{
    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        foreach (var name in content.Candidates)
        {
            if (content.Provenance.GetValueOrDefault(name) is not { } dossier || content.Dossiers is not { } dossiers)
            {
                continue;
            }

            var card = dossier.Card;
            yield return new HeadingBlock(texts.Words("ProvenanceOf", name));
            yield return texts.Text("ProvenanceKnown", ReportTexts.Plain(card.Known), ReportTexts.Plain(ProvenanceCard.Needed));
            yield return texts.Table(texts.Words("ProvenanceOf", name), ["FactColumn", "ValueColumn", "SourceColumn"], card.Facts.Where(fact => fact.Field.Counts || !fact.Said.IsEmpty).Select(fact => ReportRow.Of(
                ReportTexts.Cell(texts.Say(fact.Field.Label)),
                fact.Said.IsEmpty ? new ReportCell(texts.Words(IsGap(card, fact) ? "Gap" : "Settled")) { Tone = IsGap(card, fact) ? "Undecided" : null } : ReportTexts.Cell(texts.Join(fact.Values.Select(value => FactWords.Of(fact.Field, value, dossiers.Licences, texts.Culture)))),
                ReportTexts.Cell(fact.Said.IsEmpty ? "–" : texts.Say(new Language.Phrase($"Provenance.Source.{fact.Said[0].Source}"))))));
            var place = dossiers.Rules.Place(content.Pack?.Jurisdiction ?? content.Suite.Jurisdiction);
            yield return texts.Table(texts.Words("ProvenanceRules", name), ["RuleColumn", "ResultColumn", "ReasonColumn"], RuleChecks.All(dossiers.Rules, dossiers.Licences, dossier, place, DateOnly.FromDateTime(content.At.UtcDateTime)).Select(result => ReportRow.Of(
                ReportTexts.Strong(result.Rule.Title.In(texts.Culture), result.Rule.SourceIn(texts.Culture)),
                new ReportCell(texts.Say(new Language.Phrase($"Provenance.Outcome.{result.Outcome}"))) { Tone = Tone(result.Outcome).ToString() },
                ReportTexts.Cell(texts.Say(result.Reason)))));
        }
    }

    private static bool IsGap(ProvenanceCard card, CardFact fact) => card.Gaps.Any(gap => gap.Field.Name == fact.Field.Name);

    private static Verdict Tone(RuleOutcome outcome) => outcome switch
    {
        RuleOutcome.Conforms => Verdict.Conforms,
        RuleOutcome.DoesNotConform => Verdict.DoesNotConform,
        RuleOutcome.NotApplicable => Verdict.NotApplicable,
        _ => Verdict.NotEnoughEvidence,
    };
}
