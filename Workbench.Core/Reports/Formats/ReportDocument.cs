using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Reports.Blocks;
using Workbench.Core.Reports.Sections;

namespace Workbench.Core.Reports.Formats;

/// <summary>A report in one language, ready for every format.</summary>
/// <param name="Sections">The last one is the integrity manifest over the others.</param>
public sealed record ReportDocument(ReportContent Content, CultureInfo Culture, ImmutableArray<ReportSection> Sections)
{
    public static ReportDocument Of(ReportContent content, CultureInfo culture, IProgress<ReportProgress>? progress = null, CancellationToken cancellation = default) =>
        new(content, culture, ReportOutline.Write(content, new ReportTexts(culture), progress, cancellation));

    /// <summary>BCP 47 tag.</summary>
    public string Language => Culture.TwoLetterISOLanguageName == "zh" ? "zh-Hans" : "en";

    public string Title => Content switch
    {
        { Kind: ReportKind.ModelCard } => new ReportTexts(Culture).Words("CardTitle", Content.Candidates[0]),
        { Kind: ReportKind.Comparison, Comparison: { } comparison } => new ReportTexts(Culture).Words("ComparisonTitle", Side(comparison.Now.Id, comparison.Changes[0].Candidate), Side(comparison.Before.Id, comparison.Changes[0].BeforeCandidate)),
        { Kind: ReportKind.Run } or { Pack: null } => new ReportTexts(Culture).Words("RunTitle", Content.Suite.Name, Content.Suite.Version.ToString(CultureInfo.InvariantCulture)),
        _ => Content.Pack.Title.In(Culture),
    };

    /// <summary>Hash of the integrity manifest.</summary>
    public string Manifest => ManifestSection.Hash(Sections[..^1]);

    private static string Side(string run, string candidate) => $"{run} {candidate}";
}
