using Workbench.Core.Evidence;
using Workbench.Core.Language;

namespace Workbench.Tests.Evidence;

public sealed class EvidenceRulesTests
{
    [Theory]
    [InlineData("model card.pdf", "model card.pdf")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\Users\a\report.docx", "report.docx")]
    [InlineData("..", "file")]
    [InlineData("", "file")]
    [InlineData(".hidden", "hidden")]
    [InlineData("a\u202Efdp.exe", "a_fdp.exe")]
    [InlineData("a\u0000b\r\n.txt", "a_b__.txt")]
    [InlineData("CON.txt", "_CON.txt")]
    [InlineData("风险评估 第1版.pdf", "风险评估 第1版.pdf")]
    [InlineData("x<script>.html", "x_script_.html")]
    public void CleanName_HostileNames_LeadNowhereAndMisleadNobody(string given, string kept) => Assert.Equal(kept, EvidenceRules.CleanName(given));

    [Fact]
    public void CleanName_HalfALetter_IsReplaced() => Assert.Equal("a_b", EvidenceRules.CleanName($"a{(char)0xD800}b"));

    [Fact]
    public void CleanName_TooLong_KeepsTheEndWhole()
    {
        var kept = EvidenceRules.CleanName(string.Concat(Enumerable.Repeat("\U0001F600", 300)) + ".pdf");
        Assert.InRange(kept.Length, EvidenceRules.LongestName - 1, EvidenceRules.LongestName);
        Assert.EndsWith(".pdf", kept, StringComparison.Ordinal);
        Assert.False(char.IsLowSurrogate(kept[0]));
    }

    [Theory]
    [InlineData("application/pdf", "application/pdf")]
    [InlineData("Text/HTML", "text/html")]
    [InlineData("text/html; charset=utf-8", EvidenceRules.UnknownType)]
    [InlineData("text/html\r\nX: y", EvidenceRules.UnknownType)]
    [InlineData("nonsense", EvidenceRules.UnknownType)]
    [InlineData(null, EvidenceRules.UnknownType)]
    public void CleanType_IsAMediaTypeOrUnknown(string? declared, string kept) => Assert.Equal(kept, EvidenceRules.CleanType(declared));

    [Theory]
    [InlineData("clause A-0001 9.1")]
    [InlineData("finding F-0012")]
    [InlineData("decision DR-2026-001")]
    [InlineData("provenance 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void Subject_WrittenAndRead_IsTheSame(string text) => Assert.Equal(text, EvidenceSubject.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("clause")]
    [InlineData("clause A-0001")]
    [InlineData("clause X-1 9.1")]
    [InlineData("clause A-0001 9.1\nfinding F-1")]
    [InlineData("provenance abc")]
    [InlineData("poem P-1")]
    [InlineData("finding ../x")]
    public void Subject_OfNoForm_IsRefused(string text)
    {
        Assert.Null(EvidenceSubject.TryParse(text));
        Assert.Equal("Evidence.NoSubject", Assert.Throws<InputException>(() => EvidenceSubject.Parse(text)).Problems[0].Message.Key);
    }
}
