using System.Globalization;
using Workbench.Core.Language;
using Workbench.Core.Reports;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Reports;

public sealed class PdfPrinterTests : IDisposable
{
    private readonly TestDatabase _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PrintAsync_ChineseReport_HasItsTextInThePdf()
    {
        var printer = new PdfPrinter();
        Assert.SkipWhen(printer.Browser is null, "Chromium is not here");
        var path = Path.Combine(_folder.Folder, "report.pdf");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        await printer.PrintAsync(ReportPage.Write(ReportPageTests.Content("巴黎是法国的首都"), CultureInfo.GetCultureInfo("zh-Hans")), path, limit.Token);

        using var pdf = UglyToad.PdfPig.PdfDocument.Open(path);
        // Where the system's own Han font is used, a PDF may hold radicals for the characters they look like; searching folds them the same way.
        var text = string.Concat(pdf.GetPages().Select(page => page.Text)).Normalize(System.Text.NormalizationForm.FormKC);
        Assert.Contains("评估报告(自评估)", text, StringComparison.Ordinal);
        Assert.Contains("巴黎是法国的首都", text, StringComparison.Ordinal);
        Assert.Contains("log.example", text, StringComparison.Ordinal);
        Assert.True(pdf.NumberOfPages >= 2);
    }

    [Fact]
    public async Task PrintAsync_NoBrowser_SaysWhatToDoInstead()
    {
        var thrown = await Assert.ThrowsAsync<InputException>(() => new PdfPrinter("/nowhere/chromium").PrintAsync("<p>", Path.Combine(_folder.Folder, "report.pdf"), CancellationToken.None));

        Assert.Contains("--format html", thrown.Problems[0].Hint!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_FailsHalfWay_LeavesTheOldFileAndNothingElse()
    {
        var path = Path.Combine(_folder.Folder, "report.html");
        await File.WriteAllTextAsync(path, "old");

        await Assert.ThrowsAsync<InputException>(() => ReportFile.WriteAsync(path, async file =>
        {
            await File.WriteAllTextAsync(file, "half");
            throw new IOException("disk full");
        }));

        Assert.Equal("old", await File.ReadAllTextAsync(path));
        Assert.Empty(Directory.EnumerateFiles(_folder.Folder, ".*"));
    }
}
