using System.Globalization;
using Workbench.Core.Compliance;
using Workbench.Core.Language;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Compliance;

public class PolicyPackFileTests
{
    private const string Head = """
        pack: test@1
        version: 1
        jurisdiction: CN
        title: { en: Test, zh: 测试 }
        source: a book
        sections:
          - { id: main, title: { en: Main, zh: 主要 } }
        clauses:

        """;

    private const string Good = """
          - id: one
            section: main
            title: { en: One, zh: 一 }
            requirement: { en: Be right., zh: 回答正确。 }
            source: { standard: GB/T 45654-2025, clause: A.5.a }
            verified: yes
            kind: measured
            metric: claim-outcome.accuracy
            comparison: ">="
            threshold: 0.9
            minN: 20

        """;

    private static string Shipped => Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "packs", "gbt45654-thin.yaml");

    [Fact]
    public void Read_ShippedPack_HasClausesOfEveryKindInBothLanguages()
    {
        var pack = PolicyPackFile.Read(Shipped);

        Assert.Equal("cn.gbt45654@2025-thin", pack.Id);
        Assert.True(pack.Clauses.Length >= 12);
        Assert.Equal(Enum.GetValues<ClauseKind>().Order(), pack.Clauses.Select(clause => clause.Kind).Distinct().Order());
        Assert.All(pack.Clauses, clause => Assert.Contains(clause.Requirement.Zh, character => character is >= '一' and <= '鿿'));
        Assert.Equal(0.95, pack.Clauses.Single(clause => clause.Id == "refusal-should").Limit!.Threshold);
        Assert.Equal(31, pack.Clauses.Where(clause => clause.Id is "bank-core-risks" or "bank-other-risks").Sum(clause => clause.EachOf.Length));
    }

    [Fact]
    public void Parse_SourceInBothLanguages_IsSaidInEachAndKeptInTheContent()
    {
        var pack = PolicyPack.FromContent(PolicyPackFile.Parse(Head + Good.Replace("clause: A.5.a", "clause: { en: Art. 4, zh: 第四条 }", StringComparison.Ordinal), "x.yaml").Content());

        Assert.Equal(("Art. 4", "第四条"), (pack.Clauses[0].Source.NumberIn(CultureInfo.GetCultureInfo("en")), pack.Clauses[0].Source.NumberIn(CultureInfo.GetCultureInfo("zh-Hans"))));
    }

    [Fact]
    public void Content_SourceInOneLanguage_IsWhatItWasBeforeThereWereTwo()
    {
        var content = PolicyPackFile.Parse(Head + Good, "x.yaml").Content();

        Assert.DoesNotContain("Zh\"", content, StringComparison.Ordinal);
        Assert.Equal(content, PolicyPack.FromContent(content).Content());
    }

    [Fact]
    public void Read_ThresholdOfShippedPackOutsideRange_NamesFileLineAndField()
    {
        using var folder = new TestDatabase();
        var path = Path.Combine(folder.Folder, "wrong.yaml");
        var lines = File.ReadAllLines(Shipped);
        var line = Array.FindIndex(lines, text => text.Trim() == "threshold: 0.95");
        lines[line] = lines[line].Replace("0.95", "95", StringComparison.Ordinal);
        File.WriteAllLines(path, lines);

        var problem = Assert.Single(Assert.Throws<InputException>(() => PolicyPackFile.Read(path)).Problems);

        Assert.Equal(path, problem.File);
        Assert.Equal(line + 1, problem.Line);
        Assert.Matches(@"^clauses\[\d+\]\.threshold$", problem.Field);
        Assert.Contains("95", problem.Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ManyMistakes_TellsAllByLineAndField()
    {
        var text = Head + Good + Good
            .Replace("zh: 一", "zhh: 一", StringComparison.Ordinal)
            .Replace("claim-outcome.accuracy", "truth.amount", StringComparison.Ordinal)
            .Replace("minN: 20", "minN: 0", StringComparison.Ordinal)
            .Replace("0.9", "-0.1", StringComparison.Ordinal)
            .Replace("\">=\"", "\"=\"", StringComparison.Ordinal)
            .Replace("verified: yes", "verified: maybe", StringComparison.Ordinal)
            + "    colour: red\n";

        var problems = Assert.Throws<InputException>(() => PolicyPackFile.Parse(text, "pack.yaml")).Problems;

        Assert.Equal(
            ["20 clauses[1].id", "22 clauses[1].title.zh", "22 clauses[1].title.zhh", "25 clauses[1].verified", "27 clauses[1].metric", "28 clauses[1].comparison", "29 clauses[1].threshold", "30 clauses[1].minN", "31 clauses[1].colour"],
            problems.Select(problem => $"{problem.Line} {problem.Field}"));
        Assert.All(problems, problem => Assert.DoesNotContain("Compliance.", problem.Message.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n- b\n")]
    [InlineData("pack: [\n")]
    [InlineData("pack: a\npack: b\n")]
    public void Parse_NotAPack_IsInputProblemWithLine(string text) =>
        Assert.All(Assert.Throws<InputException>(() => PolicyPackFile.Parse(text, "pack.yaml")).Problems, problem => Assert.NotNull(problem.Line));

    [Fact]
    public void Sha256_OtherLayout_IsTheSame_OtherThreshold_IsNot()
    {
        var pack = PolicyPackFile.Parse(Head + Good, "a.yaml");

        Assert.Equal(pack.Sha256, PolicyPackFile.Parse("# note\n" + Head + Good.Replace("0.9", "0.90", StringComparison.Ordinal), "b.yaml").Sha256);
        Assert.NotEqual(pack.Sha256, PolicyPackFile.Parse(Head + Good.Replace("0.9", "0.91", StringComparison.Ordinal), "c.yaml").Sha256);
        Assert.Equal(pack.Sha256, PolicyPack.FromContent(pack.Content()).Sha256);
    }
}
