using Workbench.Hosting.ModelHost;

namespace Workbench.Tests.Engine;

public sealed class ToolCallReaderTests
{
    private static readonly HashSet<string> Names = ["weather", "time"];

    [Theory]
    [InlineData("<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"北京\"}}\n</tool_call>", "", "weather({\"city\": \"北京\"})")]
    [InlineData("I look.\n<tool_call>{\"name\":\"weather\",\"arguments\":{}}</tool_call>\n<tool_call>{\"name\":\"time\",\"arguments\":{\"z\":1}}</tool_call>", "I look.\n", "weather({}) time({\"z\":1})")]
    [InlineData("<tool_call>{\"name\":\"time\"}", "", "time({})")]
    [InlineData("[TOOL_CALLS][{\"name\": \"weather\", \"arguments\": {\"a\": \"[]\"}}, {\"name\": \"time\", \"arguments\": {}}]", "", "weather({\"a\": \"[]\"}) time({})")]
    [InlineData("[TOOL_CALLS]weather[ARGS]{\"city\":\"x\"}[TOOL_CALLS]time[CALL_ID]abc[ARGS]{}", "", "weather({\"city\":\"x\"}) time({})")]
    [InlineData("{\"name\": \"weather\", \"parameters\": {\"a\": \"};\"}}", "", "weather({\"a\": \"};\"})")]
    [InlineData("<|python_tag|>{\"name\": \"weather\", \"parameters\": {}}; {\"name\": \"time\", \"parameters\": {}}", "", "weather({}) time({})")]
    [InlineData("{\"name\": \"nobody\", \"parameters\": {}}", "{\"name\": \"nobody\", \"parameters\": {}}", "")]
    [InlineData("{ a set }", "{ a set }", "")]
    [InlineData("<tool_call>not json</tool_call> and on", "<tool_call>not json</tool_call> and on", "")]
    [InlineData("if a <tool_calls> b [TOOL", "if a <tool_calls> b [TOOL", "")]
    [InlineData("😀 plain", "😀 plain", "")]
    [InlineData("  \n ", "  \n ", "")]
    public void Answer_WholeOrLetterByLetter_GivesTheSameTextAndCalls(string answer, string text, string calls)
    {
        Assert.Equal((text, calls), Read(answer, answer.Length));
        Assert.Equal((text, calls), Read(answer, 1));
        Assert.Equal((text, calls), Read(answer, 3));
    }

    [Fact]
    public void Text_BeforeACall_GoesOnAtOnceButForWhatMayBeginOne()
    {
        var reader = new ToolCallReader(Names, parallel: true);
        Assert.Equal("I look ", reader.Append("I look <tool").Text);
        Assert.Equal("<tools", reader.Append("s").Text);
    }

    [Fact]
    public void Calls_NotParallel_AreTheFirstOnly()
    {
        var reader = new ToolCallReader(Names, parallel: false);
        var calls = reader.Append("<tool_call>{\"name\":\"time\"}</tool_call><tool_call>{\"name\":\"weather\"}</tool_call>").Calls.Concat(reader.Finish().Calls);
        Assert.Equal(["time"], calls.Select(call => call.Name));
    }

    [Fact]
    public void Ids_AreNineLettersAndDigits()
    {
        var call = new ToolCallReader(Names, parallel: true).Append("<tool_call>{\"name\":\"time\"}</tool_call>").Calls.Single();
        Assert.Matches("^[a-zA-Z0-9]{9}$", call.Id);
    }

    private static (string Text, string Calls) Read(string answer, int step)
    {
        var reader = new ToolCallReader(Names, parallel: true);
        List<ToolPiece> pieces = [.. answer.Chunk(step).Select(part => reader.Append(new string(part))), reader.Finish()];
        return (string.Concat(pieces.Select(piece => piece.Text)), string.Join(' ', pieces.SelectMany(piece => piece.Calls).Select(call => $"{call.Name}({call.Arguments})")));
    }
}
