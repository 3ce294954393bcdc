using System.Text.Json.Nodes;
using Workbench.Core.Language;
using Workbench.Core.Provenance;

namespace Workbench.Tests.Provenance;

public sealed class StatementReaderTests
{
    [Fact]
    public void Read_EverythingWrong_IsToldAtOnceByField()
    {
        var wrong = Assert.Throws<InputException>(() => Given.Statement("""
            {"made":"x","country":"China","distilled":"maybe","cutoff":"25-1","languages":["Chinese language"],"uses":["fun"],"developer":7,"contact":"a\u0007b","notes":"\ud800",
             "lineage":[{"kind":"cousin","parent":"a"},{"kind":"base"},{"kind":"base","parent":"a","weight":1},7,{"kind":"base","parent":"a","root":"yes"}]}
            """));

        Assert.Equal(
            ["made", "country", "distilled", "cutoff", "languages", "uses", "developer", "contact", "notes", "lineage[0].kind", "lineage[1].parent", "lineage[2].weight", "lineage[3]", "lineage[4].root"],
            wrong.Problems.Select(problem => problem.Field));
    }

    [Theory]
    [InlineData("2025", true)]
    [InlineData("2025-02", true)]
    [InlineData("2025-02-28", true)]
    [InlineData("2025-02-30", false)]
    [InlineData("2025-13", false)]
    [InlineData("soon", false)]
    public void Read_Date_IsYearMonthOrDay(string text, bool fits)
    {
        var read = Record.Exception(() => Given.Statement($$"""{"cutoff":"{{text}}"}"""));

        Assert.Equal(fits, read is null);
    }

    [Fact]
    public void Content_ReadBack_IsTheSame()
    {
        var statement = Given.Statement("""{"developer":"实验室","languages":["zh-Hans","en"],"notes":"a\nb","lineage":[{"kind":"fine-tune","parent":"p","license":"MIT","root":true,"child":"c"}]}""");

        var back = ProvenanceStatement.FromContent(statement.Content());

        Assert.Equal(statement.Sha256, back.Sha256);
        Assert.Empty(back.ChangedFrom(statement));
        Assert.Equal(statement.Lineage, back.Lineage);
    }

    [Fact]
    public void Merge_NullTakesBack_WhatIsNotNamedStays()
    {
        var before = Given.Statement("""{"developer":"a","country":"CN","lineage":[{"kind":"base","parent":"p"}]}""");

        var after = StatementReader.Merge(before, JsonNode.Parse("""{"country":null,"contact":"c","lineage":[]}""")!.AsObject(), null, Given.Licences);

        Assert.Equal(["contact=c", "developer=a"], after.Values.Select(value => $"{value.Key}={string.Join('|', value.Value)}"));
        Assert.Empty(after.Lineage);
        Assert.Equal(["country", "contact", "lineage"], after.ChangedFrom(before));
    }
}
