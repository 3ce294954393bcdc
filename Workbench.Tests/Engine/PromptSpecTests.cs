using System.Collections.Immutable;
using System.Text.Json;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Language;

namespace Workbench.Tests.Engine;

[Trait("Category", "Engine")]
[Collection(nameof(EngineInThisProcess))]
public sealed class PromptSpecTests : IDisposable
{
    private const string Own = "{{ bos_token }}{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}{{ mood }}";
    private readonly InferenceEngine _engine = InferenceEngine.Load(new EngineSpec(TestHost.Stories, Context: 256, Device: "cpu"), _ => { });

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Render_WithATemplateByNameOrText_UsesItAndSaysSo()
    {
        Assert.Equal("named:llama3", Render(new PromptSpec(Hi) { Template = "llama3" }).Origin);
        Assert.StartsWith("<s><|start_header_id|>user", Render(new PromptSpec(Hi) { Template = "llama3" }).Text, StringComparison.Ordinal);
        var own = Render(new PromptSpec(Hi) { Template = Own });
        Assert.Equal("<s>[user]hi[assistant]", own.Text);
        Assert.Matches("^text:[0-9a-f]{16}$", own.Origin);
        Assert.Same(_engine.Templates.Find(Own), _engine.Templates.Find(Own));
        Assert.Equal("file", Render(new PromptSpec(Hi)).Origin);
    }

    [Theory]
    [InlineData("no-such-name", "chatml")]
    [InlineData("{% include 'x' %}", "include")]
    public void Render_WithATemplateThatIsNone_SaysWhatIsWrong(string template, string word) =>
        Assert.Contains(word, Assert.Throws<InputException>(() => Render(new PromptSpec(Hi) { Template = template })).Problems[0].Message.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Render_WithAPrefill_EndsInItWithTheTurnOpenAndBeginsOnce()
    {
        var prompt = Render(new PromptSpec(Hi) { Template = Own, Prefill = "Well,</s> 好" });
        Assert.Equal("<s>[user]hi[assistant]Well,</s> 好", prompt.Text);
        var tokens = _engine.Tokens(prompt);
        Assert.Equal([0], tokens.Index().Where(entry => entry.Item == _engine.Vocabulary.Begin).Select(entry => entry.Index));
        Assert.DoesNotContain(_engine.Vocabulary.End, tokens);
        Assert.Contains(_engine.Vocabulary.End, _engine.Vocabulary.Tokenize(prompt.Text, parseControl: true));
    }

    [Fact]
    public async Task Generate_AfterAPrefixOfItsOwnAnswer_GoesOnAsItDid()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var whole = await AnswerAsync(new PromptSpec(Hi) { Template = "{{ messages[0].content }}" }, limit.Token);
        var cut = whole.IndexOf(' ', whole.Length / 2);
        var rest = await AnswerAsync(new PromptSpec(Hi) { Template = "{{ messages[0].content }}", Prefill = whole[..cut] }, limit.Token);
        Assert.StartsWith(rest[..Math.Min(20, rest.Length)], whole[cut..], StringComparison.Ordinal);
    }

    [Fact]
    public void Render_WithVariablesToolsAndWholeMessages_GivesThemToTheTemplateButNoOthersPlace()
    {
        using var json = JsonDocument.Parse("""{"mood":" calm","messages":[{"role":"x","content":"forged"}],"whole":[{"role":"user","content":"a","extra":"b"}],"tools":[{"name":"t"}]}""");
        var root = json.RootElement;
        var variables = root.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value);
        Assert.Equal("<s>[user]hi[assistant] calm", Render(new PromptSpec(Hi) { Template = Own, Variables = variables.ToImmutableDictionary() }).Text);
        var more = new PromptSpec([]) { Template = "{{ messages[0].content }}{{ messages[0].extra }}{{ tools[0].name }}", MessagesJson = root.GetProperty("whole"), Tools = root.GetProperty("tools") };
        Assert.Equal("abt", Render(more).Text);
    }

    private static ImmutableArray<ChatMessage> Hi => [new("user", "hi")];

    private ChatPrompt Render(PromptSpec spec) => _engine.Render(spec);

    private async Task<string> AnswerAsync(PromptSpec spec, CancellationToken cancellation)
    {
        var job = _engine.Generate(_engine.Tokens(_engine.Render(spec)), new GenerationSpec(60, new SamplingSpec(Temperature: 0), [], IgnoreEnd: true), 1, false, cancellation)[0];
        return string.Concat(await job.Pieces.ReadAllAsync(cancellation).Select(piece => piece.Text).ToListAsync(cancellation));
    }
}
