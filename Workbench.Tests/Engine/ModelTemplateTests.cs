using System.Net;
using System.Text.Json.Nodes;
using Workbench.Tests.Models;

namespace Workbench.Tests.Engine;

[Trait("Category", "Engine")]
public sealed class ModelTemplateTests
{
    private const int Begin = 1;

    [Fact]
    public async Task Template_AbsentFromTheFile_IsChatMlAndSaysSo()
    {
        await using var host = await StartAsync(null);
        Assert.Equal("fallback-chatml", (await host.GetAsync("/x/facts"))["template"]!.GetValue<string>());
        Assert.Equal("<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n", (await host.PostAsync("/x/render", Hi()))["prompt"]!.GetValue<string>());
    }

    [Fact]
    public async Task Template_OutsideTheSubset_IsRefusedByConstructAndLineWhileRawPromptsWork()
    {
        await using var host = await StartAsync("{{ bos_token }}\n{% include 'other' %}");
        var facts = await host.GetAsync("/x/facts");
        Assert.Equal("refused", facts["template"]!.GetValue<string>());
        Assert.Contains("include", facts["templateProblem"]!.GetValue<string>(), StringComparison.Ordinal);
        var (status, answer) = await host.TryPostAsync("/v1/chat/completions", Hi());
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("include", answer["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("tiny.gguf:2", answer["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        await host.PostAsync("/v1/completions", new JsonObject { ["prompt"] = "a", ["max_tokens"] = 1 });
    }

    [Fact]
    public async Task Template_ThatRaises_IsRefusedInItsOwnWords()
    {
        await using var host = await StartAsync("{{ raise_exception('roles must alternate') }}");
        var (status, answer) = await host.TryPostAsync("/v1/chat/completions", Hi());
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("roles must alternate", answer["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ bos_token }}{{ messages[0].content }}")]
    [InlineData("{{ messages[0].content }}")]
    public async Task Template_WithOrWithoutBeginToken_GivesOneOfIt(string template)
    {
        await using var host = await StartAsync(template);
        var tokens = (await host.PostAsync("/x/render", Hi()))["tokens"]!.AsArray().Select(token => token!.GetValue<int>()).ToList();
        Assert.Equal(Begin, tokens[0]);
        Assert.Equal(1, tokens.Count(token => token == Begin));
    }

    private static JsonObject Hi() => new() { ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "hi" }) };

    private static async Task<TestHost> StartAsync(string? template)
    {
        var folder = Directory.CreateTempSubdirectory("wb");
        var path = Path.Combine(folder.FullName, "tiny.gguf");
        var image = GgufImage.Llama(changed: new Dictionary<string, object?> { ["tokenizer.chat_template"] = template });
        await File.WriteAllBytesAsync(path, image.ToArray());
        var host = await TestHost.StartAsync(path);

        // Hashed at the start; after that nobody opens the file by its name.
        await host.GetAsync("/x/facts");
        if (!OperatingSystem.IsWindows())
        {
            folder.Delete(recursive: true);
        }

        return host;
    }
}
