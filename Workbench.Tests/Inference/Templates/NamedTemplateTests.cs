using System.Text.Json;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Templates;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Inference.Templates;

/// <summary>The templates offered by name: each against a published one of its family, on conversations that both take.</summary>
public sealed class NamedTemplateTests
{
    private static readonly ChatMessage[] Turns = [new("user", "What is 2 + 2?"), new("assistant", "4."), new("user", "再来一次？")];

    public static TheoryData<string> Names => [.. NamedTemplates.Names];

    [Theory, MemberData(nameof(Names))]
    public void Named_OfAnyConversation_HoldsAllItsTextsInOrder(string name)
    {
        var prompt = Render(NamedTemplates.Find(name)!, [new("system", "Be brief."), .. Turns]);
        var places = ((string[])["Be brief.", "2 + 2", "4.", "再来一次"]).Select(part => prompt.IndexOf(part, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Theory]
    [InlineData("chatml", "chatml-openhermes", true)]
    [InlineData("llama2", "llama-2-chat", true)]
    [InlineData("llama3", "llama-3-instruct", true)]
    [InlineData("mistral-v7", "mistral-v7-tekken", true)]
    [InlineData("gemma", "gemma-2-2b-it", false)]
    [InlineData("gemma", "gemma-3", true)]
    [InlineData("phi3", "phi-3.5-mini-instruct", true)]
    [InlineData("phi3", "phi-3-medium", false)]
    [InlineData("phi4", "phi-4", true)]
    [InlineData("qwen", "qwen3-0.6b", true)]
    [InlineData("zephyr", "zephyr-7b-beta", true)]
    [InlineData("command-r", "aya", true)]
    [InlineData("glm4", "chatglm4", true)]
    public void Named_IsAsItsFamilyPublishesIt(string name, string published, bool system)
    {
        ChatMessage[] messages = system ? [new("system", "Be brief."), .. Turns] : Turns;
        var source = File.ReadAllText(RepositoryPaths.SharedFile($"goldens/templates/{published}.jinja"));
        Assert.Equal(Render(source, messages).TrimEnd(), Render(NamedTemplates.Find(name)!, messages).TrimEnd());
    }

    [Fact]
    public void Qwen_WithTools_WritesThemAndTheirCalls()
    {
        using var json = JsonDocument.Parse("""
            {"add_generation_prompt":true,"enable_thinking":false,"tools":[{"type":"function","function":{"name":"sum"}}],"messages":[{"role":"user","content":"1+1?"},
            {"role":"assistant","content":"","tool_calls":[{"function":{"name":"sum","arguments":{"a":1}}}]},{"role":"tool","content":"2"},{"role":"tool","content":"zwei"}]}
            """);
        var prompt = ChatTemplate.Compile(NamedTemplates.Find("qwen")!).Render(TemplateContext.FromJson(json.RootElement, DateTimeOffset.UnixEpoch));
        Assert.Contains("""{"type": "function", "function": {"name": "sum"}}""", prompt, StringComparison.Ordinal);
        Assert.Contains("""<tool_call>\n{"name": "sum", "arguments": {"a": 1}}\n</tool_call>""".Replace("\\n", "\n", StringComparison.Ordinal), prompt, StringComparison.Ordinal);
        Assert.EndsWith("<|im_start|>user\n<tool_response>\n2\n</tool_response>\n<tool_response>\nzwei\n</tool_response><|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n", prompt, StringComparison.Ordinal);
    }

    private static string Render(string source, ChatMessage[] messages) => ChatTemplate.Compile(source).Render(new TemplateContext([.. messages], AddGenerationPrompt: true, "<s>", "</s>"));
}
