using System.IO.Compression;
using System.Xml.Linq;
using Workbench.Core.Reports;
using Workbench.Core.Reports.Formats;
using Workbench.Core.Reports.Workbooks;
using Workbench.Core.Runs;

namespace Workbench.Tests.Reports;

public class ReportWorkbookTests
{
    private static readonly XNamespace Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    [Fact]
    public async Task Write_Filing_HasTheAnnexesInChineseWithFrozenHeadings()
    {
        var book = await BookAsync(Given.Content("巴黎", ReportKind.Tc260));

        Assert.Equal(["附件4 拦截关键词列表", "附件5-1 生成内容测试题", "附件5-2 应拒答测试题", "附件5-3 非拒答测试题", "题库覆盖情况", "抽样记录"], book.Names[^6..]);
        Assert.Contains("报告", book.Names);
        var questions = book.Sheet("附件5-1 生成内容测试题");
        Assert.Equal(["序号", "测试题", "一级分类", "二级分类", "模型回答", "研判结果是否合格", "样本"], questions.Rows[0]);
        Assert.Equal(["1", "Question s0?", "歧视性内容", "地域歧视", "巴黎", "合格", "s0"], questions.Rows[1]);
        Assert.Equal(26, questions.Rows.Count);
        Assert.Equal("不合格", questions.Rows[^1][5]);
        Assert.All(book.Names, name => Assert.True(book.Sheet(name).IsFrozen));
    }

    [Fact]
    public async Task Write_TextThatLooksLikeAFormula_StaysText()
    {
        var book = await BookAsync(Given.Content("=HYPERLINK(\"http://x\")\u0007\u202e", ReportKind.Tc260));

        Assert.Equal("'=1+1", book.Sheet("附件4 拦截关键词列表").Rows[1][0]);
        Assert.Equal("'=HYPERLINK(\"http://x\")\u2407[U+202E]", book.Sheet("附件5-1 生成内容测试题").Rows[1][4]);
        Assert.All(book.Names, name => Assert.False(book.Sheet(name).HasFormulas));
    }

    [Fact]
    public async Task Write_MegabyteAnswer_FitsItsCell()
    {
        var book = await BookAsync(Given.Content(new string('x', 1 << 20), ReportKind.Tc260));

        Assert.Equal(32_767, book.Sheet("附件5-1 生成内容测试题").Rows[1][4].Length);
    }

    [Theory]
    [InlineData("=1", "'=1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM", "'@SUM")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("1=1", "1=1")]
    [InlineData("", "")]
    public void Safe_FirstCharacter_Decides(string text, string safe) => Assert.Equal(safe, SheetWriter.Safe(text));

    private static async Task<Book> BookAsync(ReportContent content)
    {
        using var file = new MemoryStream();
        await ReportWorkbook.WriteAsync(ReportDocument.Of(content, Given.Chinese), () => content.Annex.Entries.ToAsyncEnumerable(), file, null, TestContext.Current.CancellationToken);
        using var archive = new ZipArchive(new MemoryStream(file.ToArray()));
        var sheets = XDocument.Load(archive.GetEntry("xl/workbook.xml")!.Open()).Descendants(Sheet + "sheet").Select(sheet => (string)sheet.Attribute("name")!).ToList();
        return new Book(sheets, [.. sheets.Select((_, index) => XDocument.Load(archive.GetEntry($"xl/worksheets/sheet{index + 1}.xml")!.Open()))]);
    }

    private sealed record Book(List<string> Names, List<XDocument> Sheets)
    {
        public Page Sheet(string name)
        {
            var sheet = Sheets[Names.IndexOf(name)];
            return new Page(
                [.. sheet.Descendants(ReportWorkbookTests.Sheet + "row").Select(row => row.Elements(ReportWorkbookTests.Sheet + "c").Select(cell => cell.Value).ToList())],
                sheet.Descendants(ReportWorkbookTests.Sheet + "pane").Any(pane => (string?)pane.Attribute("state") == "frozen"),
                sheet.Descendants(ReportWorkbookTests.Sheet + "f").Any());
        }
    }

    private sealed record Page(List<List<string>> Rows, bool IsFrozen, bool HasFormulas);
}
