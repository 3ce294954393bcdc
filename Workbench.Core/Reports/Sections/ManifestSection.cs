using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Sections;

/// <summary>The hash of each part, and how to check them, the log and the file.</summary>
internal static class ManifestSection
{
    public static ReportSection Of(ReportContent content, ImmutableArray<ReportSection> parts, string title, ReportTexts texts) => new("manifest", title,
    [
        texts.Text("ManifestNote"),
        texts.Facts(("ManifestHash", Hash(parts))),
        texts.Table(texts.Words("ManifestTable"), ["PartColumn", "HashColumn"], parts.Select(part => ReportRow.Of(new ReportCell(part.Title) { Anchor = part.Id }, ReportTexts.Cell(part.Sha256)))),
        texts.Heading("Verify"),
        texts.Text("VerifyNote"),
        ReportTexts.List(
        [
            $"sha256sum FILE{texts.Words("Colon")}{texts.Words("VerifyFile")}",
            $"Workbench log verify{texts.Words("Colon")}{texts.Words("VerifyLog")}",
            $"Workbench report {content.Subject} --format json --out FILE{texts.Words("Colon")}{texts.Words("VerifyJson")}",
            $"Workbench export {content.Run.Id} --format jsonl --out FILE{texts.Words("Colon")}{texts.Words("VerifyExport")}",
        ]),
    ]);

    /// <summary>SHA-256 over the lines <c>hash, two spaces, id, newline</c> of the parts in their order, as <c>sha256sum</c> writes them.</summary>
    public static string Hash(ImmutableArray<ReportSection> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(part => $"{part.Sha256}  {part.Id}\n")))));
}
