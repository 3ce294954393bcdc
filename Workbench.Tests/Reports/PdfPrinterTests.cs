using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Tokens;
using Workbench.Core.Language;
using Workbench.Core.Reports;
using Workbench.Core.Reports.Formats;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Reports;

public sealed class PdfPrinterTests : IDisposable
{
    private readonly TestDatabase _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PrintAsync_ChineseReport_IsTaggedAndItsTextCanBeSearched()
    {
        var printer = new PdfPrinter();
        Assert.SkipWhen(printer.Browser is null, "Chromium is not here");
        var path = Path.Combine(_folder.Folder, "report.pdf");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var report = ReportDocument.Of(Given.Content("巴黎是法国的首都"), Given.Chinese);

        await printer.PrintAsync(page => ReportPage.Write(report, page, ReportFonts.Css(), null, limit.Token), path, limit.Token);

        using var pdf = PdfDocument.Open(path);
        var pages = pdf.GetPages().Select(page => page.Text).ToList();
        var text = string.Concat(pages);
        Assert.Contains("评估报告（自评估）", text, StringComparison.Ordinal);
        Assert.Contains("巴黎是法国的首都", text, StringComparison.Ordinal);
        Assert.Contains("不符合", text, StringComparison.Ordinal);
        Assert.Contains("log.example", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, letter => letter is >= '\u2E80' and <= '\u2FDF');
        Assert.InRange(pages.Count, 5, 60);
        Assert.All(pages, page => Assert.Contains($"SHA-256 {report.Manifest[..16]}", page, StringComparison.Ordinal));
        Assert.All(pages.Index(), page => Assert.Contains($"{page.Index + 1} / {pages.Count}", page.Item, StringComparison.Ordinal));
        var catalog = pdf.Structure.Catalog.CatalogDictionary;
        Assert.True(catalog.ContainsKey(NameToken.Create("StructTreeRoot")));
        Assert.True(catalog.ContainsKey(NameToken.Create("Outlines")));
        Assert.Equal("zh-Hans", catalog.Data["Lang"] switch { StringToken tag => tag.Data, HexToken tag => tag.Data, var other => other.ToString() });
        Assert.Contains("A-0001", pdf.Information.Title, StringComparison.Ordinal);
        var raw = await File.ReadAllBytesAsync(path, limit.Token);
        var file = Encoding.Latin1.GetString(raw);
        Assert.DoesNotContain("/StructElem", file, StringComparison.Ordinal);
        Assert.DoesNotContain("/Type3", string.Concat(pdf.Structure.CrossReferenceTable.ObjectOffsets.Keys.Select(key => pdf.Structure.GetObject(key).Data.ToString())), StringComparison.Ordinal);
        Assert.InRange(raw.Length, 1, 400_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a PDF")]
    [InlineData("%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1 /Root 1 0 R /Encrypt 2 0 R>>\nstartxref\n9\n%%EOF\n")]
    [InlineData("%PDF-1.4\nxref\n0 9\n0000000000 65535 f \ntrailer\n<</Size 1 /Root 1 0 R>>\nstartxref\n9\n%%EOF\n")]
    [InlineData("%PDF-1.4\nstartxref\n99999999\n%%EOF\n")]
    public void Pack_AnotherShape_IsLeftAsItWas(string pdf)
    {
        var bytes = Encoding.Latin1.GetBytes(pdf);

        Assert.Same(bytes, PdfPacker.Pack(bytes));
    }

    [Fact]
    public void Pack_ManySmallObjects_AreTheSameObjectsAfterwards()
    {
        var (body, offsets) = (new StringBuilder("%PDF-1.4\n"), new List<int>());
        string[] objects =
        [
            "<</Type /Catalog /Pages 2 0 R /Names [ (endobj 1) ]>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>", "<</Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R>>",
            "<</Length 6>> stream\nendobj\nendstream", .. Enumerable.Range(5, 1200).Select(number => $"<</Number {number} /Text (part {number})>>"),
        ];
        foreach (var (index, text) in objects.Index())
        {
            offsets.Add(body.Length);
            body.Append(System.Globalization.CultureInfo.InvariantCulture, $"{index + 1} 0 obj\n{text}\nendobj\n");
        }

        var table = body.Length;
        body.Append(System.Globalization.CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n").AppendJoin("", offsets.Select(offset => $"{offset:0000000000} 00000 n \n"));
        body.Append(System.Globalization.CultureInfo.InvariantCulture, $"trailer\n<</Size {objects.Length + 1} /Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
        var before = Encoding.Latin1.GetBytes(body.ToString());

        var packed = PdfPacker.Pack(before);

        Assert.InRange(packed.Length, 1, before.Length / 4);
        using var pdf = PdfDocument.Open(packed);
        Assert.Equal(1, pdf.NumberOfPages);
        Assert.All([5, 504, 505, 1204], number =>
        {
            var dictionary = (DictionaryToken)pdf.Structure.GetObject(new UglyToad.PdfPig.Core.IndirectReference(number, 0)).Data;
            Assert.Equal($"part {number}", ((StringToken)dictionary.Data["Text"]).Data);
        });
    }

    [Fact]
    public void Css_Fonts_NameFilesThatAreThere()
    {
        var css = ReportFonts.Css();

        Assert.NotNull(css);
        var files = System.Text.RegularExpressions.Regex.Matches(css, "url\\(\"(file:[^\"]+)\"\\)").Select(match => new Uri(match.Groups[1].Value).LocalPath).ToList();
        Assert.True(files.Count > 90);
        Assert.All(files, file => Assert.True(File.Exists(file), file));
    }

    [Fact]
    public async Task PrintAsync_NoBrowser_SaysWhatToDoInstead()
    {
        var thrown = await Assert.ThrowsAsync<InputException>(() => new PdfPrinter("/nowhere/chromium").PrintAsync(page => page.Write("<p>"), Path.Combine(_folder.Folder, "report.pdf"), CancellationToken.None));

        Assert.Contains("--format html", thrown.Problems[0].Hint!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_FailsHalfWay_LeavesTheOldFileAndNothingElse()
    {
        var path = Path.Combine(_folder.Folder, "report.html");
        await File.WriteAllTextAsync(path, "old", Encoding.UTF8);

        await Assert.ThrowsAsync<InputException>(() => ReportFile.WriteAsync(path, async file =>
        {
            await File.WriteAllTextAsync(file, "half");
            throw new IOException("disk full");
        }));

        Assert.Equal("old", await File.ReadAllTextAsync(path));
        Assert.Empty(Directory.EnumerateFiles(_folder.Folder, ".*"));
    }
}
