using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Reports.Blocks;
using Workbench.Core.Reports.Sections;

namespace Workbench.Core.Reports;

/// <summary>Which sections each kind of report has, in their order.</summary>
internal static class ReportOutline
{
    private delegate IEnumerable<ReportBlock> Worker(ReportContent content, ReportTexts texts);

    private static readonly (string Id, Worker Write) Cover = ("cover", CoverSection.Of);
    private static readonly (string Id, Worker Write) Annex = ("annex", AnnexSection.Of);

    private static ImmutableArray<(string Id, Worker Write)> Of(ReportKind kind) => kind switch
    {
        ReportKind.Audit =>
        [
            Cover, ("summary", SummarySection.Of), ("scope", ScopeSection.Of), ("system", SystemAndProvenance), ("criteria", CriteriaSection.Of), ("method", MethodSection.Of), ("integrity", IntegritySection.Of),
            ("results", Results), ("findings", FindingsSection.Of), ("exceptions", ExceptionsSection.Of), ("decisions", DecisionSection.History), ("limits", LimitsSection.Of), ("since", SinceSection.Of),
            ("annexes", ReferenceSection.Of), ("documents", DocumentsSection.Of), ("clause-samples", ClauseSamples.Of), Annex,
        ],
        ReportKind.Tc260 =>
        [
            Cover, ("basics", Tc260Section.Basics), ("conclusion", Tc260Section.Conclusion), ("clauses", Tc260Section.Clauses), ("sampling", Tc260Section.Sampling), ("integrity", IntegritySection.Of),
            ("leaves", LeafTable.Of), ("refusal", RefusalTable.Of), ("attachments", Tc260Section.Annexes), ("signatures", DecisionSection.Signatures), ("limits", LimitsSection.Of), ("clause-samples", ClauseSamples.Of), Annex,
        ],
        ReportKind.ModelCard =>
        [
            Cover, ("facts", ModelCardSection.Facts), ("provenance", Provenance), ("results", ModelCardSection.Results), ("groups", ModelCardSection.Groups), ("known-limits", ModelCardSection.Limits), ("integrity", IntegritySection.Of),
            ("method", MethodSection.Of), Annex,
        ],
        ReportKind.Decision =>
        [
            Cover, ("decision", DecisionSection.Record), ("summary", SummarySection.Of), ("scope", ScopeSection.Of), ("system", SystemSection.Of), ("results", ClauseMatrix.Of), ("findings", FindingsSection.Of),
            ("exceptions", ExceptionsSection.Of), ("signatures", DecisionSection.Signatures), ("limits", LimitsSection.Of), ("clause-samples", ClauseSamples.Of), Annex,
        ],
        ReportKind.Comparison => [Cover, ("changes", ChangeTable.Of), ("samples", ChangeTable.Samples), ("system", SystemSection.Of), ("method", MethodSection.Of), ("limits", LimitsSection.Of)],
        _ => [Cover, ("summary", SummarySection.Of), ("system", SystemSection.Of), ("method", MethodSection.Of), ("integrity", IntegritySection.Of), ("results", RunResults), ("limits", LimitsSection.Of), Annex],
    };

    /// <summary>The sections, written one after the other, and the manifest over them at the end.</summary>
    public static ImmutableArray<ReportSection> Write(ReportContent content, ReportTexts texts, IProgress<ReportProgress>? progress, CancellationToken cancellation)
    {
        var outline = Of(content.Kind);
        var parts = ImmutableArray.CreateBuilder<ReportSection>();
        foreach (var (place, (id, write)) in outline.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new ReportProgress(place, outline.Length + 1, new Phrase("Reports.Writing", texts.Words($"Section.{id}"))));
            parts.Add(new ReportSection(id, Title(place, id, texts), [.. write(content, texts)]));
        }

        var written = parts.ToImmutable();
        return written.Add(ManifestSection.Of(content, written, Title(outline.Length, "manifest", texts), texts));
    }

    private static string Title(int place, string id, ReportTexts texts) => $"{ReportTexts.Plain(place + 1)} {texts.Words($"Section.{id}")}";

    private static IEnumerable<ReportBlock> Results(ReportContent content, ReportTexts texts) =>
        [.. ClauseMatrix.Of(content, texts), .. LeafTable.Of(content, texts), .. RefusalTable.Of(content, texts), .. GroupTables.Claims(content, texts), .. GroupTables.Fairness(content, texts), .. ChangeTable.Of(content, texts)];

    private static IEnumerable<ReportBlock> SystemAndProvenance(ReportContent content, ReportTexts texts) => [.. SystemSection.Of(content, texts), .. ProvenanceTable.Of(content, texts)];

    private static IEnumerable<ReportBlock> Provenance(ReportContent content, ReportTexts texts) => content.Provenance.IsEmpty ? [texts.Text("NoProvenance")] : ProvenanceTable.Of(content, texts);

    private static IEnumerable<ReportBlock> RunResults(ReportContent content, ReportTexts texts) => [.. MetricTable.Of(content, texts), .. GroupTables.Fairness(content, texts), .. ChangeTable.Of(content, texts)];
}
