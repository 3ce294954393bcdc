using Workbench.Core.Provenance;

namespace Workbench.Tests.Provenance;

public sealed class LineageGraphTests
{
    [Fact]
    public void Of_CardsAndNames_IsFollowedAcrossBothToTheBeginning()
    {
        var tuned = Given.Card("tuned", """{"license":"MIT","lineage":[{"kind":"fine-tune","parent":"Lab/Base-7B","license":"MIT","root":true}]}""", 'b');
        var small = Given.Card("small", $$$"""{"lineage":[{"kind":"quantisation","parent":"{{{Given.Sha('b')}}}"},{"kind":"distilled","parent":"teacher"}]}""");

        var graph = LineageGraph.Of(small, [tuned, Given.Card("stranger", sha: 'c')]);

        Assert.Equal(["small", "tuned", "teacher", "Lab/Base-7B"], graph.Nodes.Select(node => node.Name));
        Assert.Equal([0, 1, 1, 2], graph.Nodes.Select(node => node.Depth));
        Assert.Equal(["tuned", "Lab/Base-7B"], graph.Ancestors.Select(node => node.Name));
        Assert.Equal(["teacher"], graph.Teachers.Select(node => node.Name));
        Assert.Empty(graph.Unknown);
        Assert.Empty(graph.Cycle);
    }

    [Fact]
    public void Of_WholeLineOnOneCard_IsPlacedWhateverTheOrder()
    {
        var graph = LineageGraph.Of(Given.Card("x", """{"lineage":[{"kind":"base","parent":"c","child":"b"},{"kind":"fine-tune","parent":"b","child":"a"},{"kind":"quantisation","parent":"a"}]}"""), []);

        Assert.Equal([("x", 0), ("a", 1), ("b", 2), ("c", 3)], graph.Nodes.Select(node => (node.Name, node.Depth)));
        Assert.Equal(["c"], graph.Unknown.Select(node => node.Name));
    }

    [Theory]
    [InlineData("https://huggingface.co/Lab/Big")]
    [InlineData("LAB/big")]
    [InlineData("here")]
    public void Of_NameOfAnotherCard_IsThatCardHoweverItIsWritten(string name)
    {
        var here = Given.Card("here", """{"fromScratch":"yes","license":"MIT"}""", 'b', FileFacts.None with { Names = ["here", "Lab/Big"] });

        var graph = LineageGraph.Of(Given.Card("x", $$$"""{"lineage":[{"kind":"fine-tune","parent":"{{{name}}}"}]}"""), [here]);

        Assert.Equal((here, "MIT", true), (graph.Nodes[1].Card, graph.Nodes[1].License, graph.Nodes[1].IsRoot));
    }

    [Fact]
    public void Of_Circle_IsFoundAndStillDrawn()
    {
        var a = Given.Card("a", """{"lineage":[{"kind":"merge","parent":"b"}]}""", 'a');
        var b = Given.Card("b", """{"lineage":[{"kind":"merge","parent":"a"}]}""", 'b');

        var graph = LineageGraph.Of(a, [a, b]);

        Assert.Equal(["a", "b", "a"], graph.Cycle);
        Assert.Equal(2, graph.Nodes.Length);
    }

    [Fact]
    public void Of_HostileNumberOfEdges_StaysSmallAndEnds()
    {
        var links = string.Join(',', Enumerable.Range(0, 199).Select(index => $$"""{"kind":"merge","parent":"p{{index}}"}"""));
        var card = Given.Card("x", $$"""{"lineage":[{{links}}]}""");
        var more = Enumerable.Range(0, 199).Select(index => new ProvenanceCard(null, $"p{index}", null, new FileFacts([], [.. Enumerable.Range(0, 9).Select(other => new SaidLink(new LineageLink(LineageKind.Merge, $"q{index}-{other}"), FactSource.File))], [$"p{index}"]), null));

        Assert.True(LineageGraph.Of(card, more).Nodes.Length <= LineageGraph.MostNodes);
    }
}
