using Workbench.Core.Language;
using Workbench.Core.Races;

namespace Workbench.Tests.Races;

public sealed class VoteFileTests
{
    [Fact]
    public void Read_CsvWithQuotesAndFurtherColumns_HasVotes()
    {
        var votes = Read("model_a,model_b,winner,note,prompt\nx,y,model_a,\"a, \"\"b\"\"\",p1\n\"y, z\",x,tie (bothbad),,p2\n", "prompt");
        Assert.Equal([new PairVote("x", "y", PairOutcome.A, "p1"), new PairVote("y, z", "x", PairOutcome.BothBad, "p2")], votes);
    }

    [Fact]
    public void Read_Jsonl_HasVotes() =>
        Assert.Equal([new PairVote("x", "y", PairOutcome.B, "7")], Read("{\"a\":\"x\",\"b\":\"y\",\"outcome\":\"b\",\"prompt\":7}\n", "prompt"));

    [Fact]
    public void Read_ManyMistakes_NamesEachByLineAndField()
    {
        var problems = Assert.Throws<InputException>(() => Read("a,b,outcome\nx,y,won\nx,x,a\nx,y\n,y,b\nx,y,\n")).Problems;
        Assert.Equal(
            [(2, "outcome", "Races.OutcomeUnknown"), (3, "b", "Races.SamePlayer"), (4, null, "Races.FieldCount"), (5, "a", "Races.ValueMissing"), (6, "outcome", "Races.ValueMissing")],
            problems.Select(problem => (problem.Line!.Value, problem.Field, problem.Message.Key)));
        Assert.All(problems, problem => Assert.Equal("votes.csv", problem.File));
    }

    [Fact]
    public void Read_JsonlMistakes_NamesEachByLineAndField()
    {
        var problems = Assert.Throws<InputException>(() => Read("{\"a\":\"x\",\"b\":\"y\",\"outcome\":\"b\"}\nno\n{\"a\":\"x\",\"b\":\"y\",\"outcome\":\"invalid\"}\n", "prompt")).Problems;
        Assert.Equal(
            [(1, "prompt", "Races.ValueMissing"), (2, null, "Races.NotJson"), (3, "prompt", "Races.ValueMissing"), (3, "outcome", "Races.OutcomeUnknown")],
            problems.Select(problem => (problem.Line!.Value, problem.Field, problem.Message.Key)));
    }

    [Theory]
    [InlineData("", "Races.NoVotes", null)]
    [InlineData("a,b,outcome\n", "Races.NoVotes", null)]
    [InlineData("a,b\nx,y\n", "Races.ColumnMissing", "outcome")]
    [InlineData("a,b,outcome,winner\nx,y,a,a\n", "Races.ColumnTwice", "outcome")]
    [InlineData("a,b,outcome\n\"x,y,a\n", "Races.QuoteOpen", null)]
    public void Read_NotAVoteFile_SaysWhy(string text, string key, string? field)
    {
        var problem = Assert.Single(Assert.Throws<InputException>(() => Read(text)).Problems);
        Assert.Equal((key, field), (problem.Message.Key, problem.Field));
    }

    [Fact]
    public void Read_UnknownClusterColumn_NamesTheColumns()
    {
        var problem = Assert.Single(Assert.Throws<InputException>(() => Read("a,b,outcome\nx,y,a\n", "prompt")).Problems);
        Assert.Equal("prompt", problem.Field);
        Assert.Contains("a, b, outcome", problem.Hint!.ToString(), StringComparison.Ordinal);
    }

    private static IReadOnlyList<PairVote> Read(string text, string? cluster = null) => VoteFile.Read(new StringReader(text), "votes.csv", cluster);
}
