using System.Text;
using System.Text.Json.Nodes;

namespace Workbench.Tests.Engine;

/// <summary>Chinese, emoji, right-to-left text and half a surrogate pair, in paths, prompts, streams and stop texts.</summary>
[Trait("Category", "Engine")]
public sealed class UnicodeTests(UnicodeHost fixture) : IClassFixture<UnicodeHost>
{
    private const string Mixed = "港口 😀👩‍👩‍👧 שלום مرحبا";

    [Fact]
    public async Task Path_OfAModel_IsOpenedAndTold()
    {
        Assert.Contains(Path.Combine("模型 😀 שלום", "故事.gguf"), (await fixture.Host.GetAsync("/x/facts"))["file"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("故事", (await fixture.Host.GetAsync("/v1/models"))["data"]![0]!["id"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("\"港口 😀 שלום\"", "港口 😀 שלום")]
    [InlineData("\"a\\ud83db\"", "a\uFFFDb")]
    [InlineData("\"\\ud83d\\ude00\"", "😀")]
    public async Task Content_OfAMessage_StandsInThePromptAsItIs(string json, string expected)
    {
        using var content = new StringContent($$"""{"messages":[{"role":"user","content":{{json}}}]}""", Encoding.UTF8, "application/json");
        using var response = await fixture.Host.Http.PostAsync("/x/render", content);
        var prompt = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["prompt"]!.GetValue<string>();
        Assert.Contains(expected, prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_OfSeveralBytesACharacter_StreamsWholeCharacters()
    {
        var request = Forced(Mixed);
        Assert.Equal(Mixed, (await fixture.Host.PostAsync("/v1/completions", request.DeepClone().AsObject()))["choices"]![0]!["text"]!.GetValue<string>());
        var pieces = (await fixture.Host.StreamAsync("/v1/completions", request)).SelectMany(item => item["choices"]!.AsArray()).Select(choice => choice!["text"]!.GetValue<string>()).ToList();
        Assert.Equal(Mixed, string.Concat(pieces));
        Assert.True(pieces.Count > 5);
        Assert.DoesNotContain(pieces, piece => piece.Contains('\uFFFD') || (piece.Length > 0 && (char.IsLowSurrogate(piece[0]) || char.IsHighSurrogate(piece[^1]))));
    }

    [Theory]
    [InlineData("😀", "港口 ")]
    [InlineData("口 😀", "港")]
    [InlineData("שלום م", "港口 😀👩‍👩‍👧 ")]
    [InlineData("👩‍👧", "港口 😀👩‍")]
    public async Task Stop_OverBordersOfTokens_EndsBeforeIt(string stop, string expected)
    {
        var request = Forced(Mixed);
        request["stop"] = new JsonArray(stop, "nowhere");
        Assert.Equal(expected, (await fixture.Host.PostAsync("/v1/completions", request.DeepClone().AsObject()))["choices"]![0]!["text"]!.GetValue<string>());
        var streamed = (await fixture.Host.StreamAsync("/v1/completions", request)).SelectMany(item => item["choices"]!.AsArray()).Select(choice => choice!["text"]!.GetValue<string>());
        Assert.Equal(expected, string.Concat(streamed));
    }

    // The grammar lets nothing else be written, whatever the model is.
    private static JsonObject Forced(string text) => new() { ["prompt"] = Mixed, ["grammar"] = $"root ::= \"{text}\"", ["max_tokens"] = 200, ["temperature"] = 0 };
}

/// <summary>The stories model in a folder whose name no code page of one byte can hold.</summary>
public sealed class UnicodeHost : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wb");

    public TestHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = _folder.CreateSubdirectory("模型 😀 שלום");
        var model = Path.Combine(folder.FullName, "故事.gguf");
        File.Copy(TestHost.Stories, model);
        Host = await TestHost.StartAsync(model);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
