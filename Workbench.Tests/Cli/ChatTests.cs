using System.Text.Json.Nodes;
using Spectre.Console;
using Workbench.Cli;
using Workbench.Core.Inference;

namespace Workbench.Tests.Cli;

public sealed class ChatTests
{
    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    [Fact]
    public async Task Session_OfTwoModels_EachGoesOnWithItsOwnAnswers()
    {
        var (first, second) = (new Listening("one"), new Listening("two"));
        var session = Session(first, second);
        await session.AskAsync("hello", static (_, _) => { }, _limit);
        session.System = "be brief";
        session.Seed = 9;
        await session.AskAsync("again", static (_, _) => { }, _limit);

        Assert.Equal("system:be brief user:hello assistant:one-1 user:again", first.Last);
        Assert.Equal("system:be brief user:hello assistant:two-1 user:again", second.Last);
        Assert.Equal(9, first.Seed);
        session.Reset();
        await session.AskAsync("fresh", static (_, _) => { }, _limit);
        Assert.Equal("system:be brief user:fresh", first.Last);
    }

    [Fact]
    public async Task Session_Stopped_KeepsWhatWasSaid()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_limit);
        var model = new Listening("one") { Endless = true };
        var session = Session(model);
        var reply = (await session.AskAsync("hello", (_, _) => stop.Cancel(), stop.Token)).Single();
        Assert.Equal(("one-1", null, null), (reply.Text, reply.Output, reply.Problem));
        Assert.Equal(["user", "assistant"], session.Seats[0].Turns.Select(static turn => turn.Role));
    }

    [Fact]
    public void Interrupt_WhileAnswering_StopsTheAnswersAndOnlyThenTheProgram()
    {
        using var interrupt = new ChatInterrupt();
        using (var answering = interrupt.Answering())
        {
            interrupt.Press();
            Assert.True(answering.Token.IsCancellationRequested);
            Assert.False(interrupt.Ended.IsCancellationRequested);
        }

        interrupt.Press();
        Assert.True(interrupt.Ended.IsCancellationRequested);
    }

    [Theory]
    [InlineData(120, true)]
    [InlineData(40, false)]
    public async Task Display_WideOrNarrow_ShowsColumnsOrOneAfterAnother(int width, bool columns)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        var replies = await new ChatDisplay(console, live: true).AskAsync(Session(new Listening("one"), new Listening("two")), "hello", _limit);
        Assert.Equal(["one-1", "two-1"], replies.Select(static reply => reply.Text));
        var lines = output.ToString().Split('\n');
        Assert.Equal(columns, lines.Any(static line => line.Contains("one-1", StringComparison.Ordinal) && line.Contains("two-1", StringComparison.Ordinal)));
        Assert.Contains("two-1", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u001b[2J\u0007red\u009b", "\uFFFD[2J\uFFFDred\uFFFD")]
    [InlineData("a\r\nb\tc", "a\nb    c")]
    [InlineData("\u202Eevil\u2066", "\uFFFDevil\uFFFD")]
    [InlineData("港口 😀 שלום", "港口 😀 שלום")]
    public void Text_OfAModel_CannotDriveTheTerminal(string text, string expected) => Assert.Equal(expected, TerminalText.Lines(text));

    [Theory]
    [InlineData("hello", null)]
    [InlineData("//etc", null)]
    [InlineData("/quit", "/quit:")]
    [InlineData("/system You are  brief. ", "/system:You are  brief.")]
    public void Line_BeginningWithAStroke_IsAnOrder(string line, string? expected) =>
        Assert.Equal(expected, ChatOrder.Read(line) is { } order ? $"{order.Word}:{order.Rest}" : null);

    [Fact]
    public async Task Chat_Piped_AnswersEachLineAsJson()
    {
        var (code, output, words) = await PipedProgram.RunAsync("hello\n/seed 4\n港口 😀？\n\n//stroke\n", "chat", "null:echo", "null:refuse", "--json", "--data", Directory.CreateTempSubdirectory("wb").FullName);
        Assert.True(code == 0, words);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["hello", "港口 😀？", "/stroke"], lines.Select(static line => (string)line["prompt"]!));
        Assert.All(lines, static line => Assert.Equal((string)line["prompt"]!, (string)line["answers"]![0]!["text"]!));
        Assert.Equal("null:refuse", (string)lines[0]["answers"]![1]!["model"]!);
    }

    [Fact]
    public async Task Chat_WithWrongOptions_NamesThemAll()
    {
        var (code, output, words) = await PipedProgram.RunAsync("", "chat", "null:echo", "--temperature", "99", "--top-p", "2");
        Assert.Equal(2, code);
        Assert.Contains("--temperature", output + words, StringComparison.Ordinal);
        Assert.Contains("--top-p", output + words, StringComparison.Ordinal);
    }

    private static ChatSession Session(params Listening[] models) =>
        new([.. models.Select(static model => new ChatSeat(model.Facts.Name, model))], new GenerateSettings(), null, null);

    /// <summary>Answers with its name and a number, and remembers what it was asked.</summary>
    private sealed class Listening(string name) : IModelClient
    {
        private int _count;

        public bool Endless { get; init; }

        public string Last { get; private set; } = "";

        public long? Seed { get; private set; }

        public ModelFacts Facts { get; } = new(name);

        public async IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            Last = string.Join(' ', request.Messages.Select(static message => $"{message.Role}:{message.Content}"));
            Seed = request.Settings.Seed;
            var text = $"{name}-{++_count}";
            yield return new GenerateUpdate(text);
            if (Endless)
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            yield return new GenerateUpdate("", new ModelOutput(text, StopReason.Stop, new ModelUsage(1, 0, 2), TimeSpan.FromSeconds(1)));
        }

        public Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
