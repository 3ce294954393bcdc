using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Tests.Statistics;

public sealed class StatisticsInputTests
{
    [Fact]
    public void Parse_ManyMistakes_TellsAllByLineAndField()
    {
        var input = StatisticsInput.Parse("{\"values\":[1,\n2,\"x\"],\n\"clusters\":[\"a\"],\n\"wat\":1,\"confidence\":2}", "in.json", "values", "clusters", "confidence");
        var values = input.Binary("values");
        input.Clusters("clusters", values.Length, "values", required: true);
        input.Confidence();
        input.Whole("n", 1);
        var problems = Assert.Throws<InputException>(input.ThrowIfBad).Problems;
        Assert.Equal(
            [(4, "wat", "FieldUnknown"), (2, "values[1]", "NotBinary"), (2, "values[2]", "NotBinary"), (3, "clusters", "LengthsDiffer"), (4, "confidence", "OutOfOpenRange"), (null, "n", "FieldMissing")],
            problems.Select(problem => (problem.Line, problem.Field!, problem.Message.Key["Statistics.".Length..])));
        Assert.All(problems, problem => Assert.Equal("in.json", problem.File));
    }

    [Theory]
    [InlineData("[1]", "Statistics.InputNotObject", 1)]
    [InlineData("{\n\"n\":}", "Statistics.InputNotJson", 2)]
    [InlineData("", "Statistics.InputNotJson", 1)]
    public void Parse_NoObject_SaysSo(string text, string key, int line)
    {
        var problem = Assert.Single(Assert.Throws<InputException>(() => StatisticsInput.Parse(text, "-")).Problems);
        Assert.Equal((key, line), (problem.Message.Key, problem.Line));
    }

    [Fact]
    public void Numbers_EmptyListOrInfinity_IsAProblem()
    {
        var input = StatisticsInput.Parse("{\"a\":[],\"b\":[1e999,null],\"n\":1.5,\"n\":2}", "-", "a", "b", "n");
        input.Numbers("a");
        input.Numbers("b");
        var fields = Assert.Throws<InputException>(input.ThrowIfBad).Problems.Select(problem => problem.Field);
        Assert.Equal(["n", "a", "b[0]", "b[1]"], fields);
    }
}
