using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Workbench.Hosting.ModelHost;

namespace Workbench.Tests.Engine;

/// <summary>The HTTP surface before its model is there: no engine is needed for it.</summary>
public sealed class HostLoadingTests : IAsyncLifetime
{
    private readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;
    private WebApplication _app = null!;
    private HostedModel _model = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        var address = HostAddress.Parse("127.0.0.1:0");
        (_app, _model) = ModelHostApp.Build(new HostSurface(address, "coming"));
        _http = new HttpClient { BaseAddress = new Uri($"http://{await ModelHostApp.StartAsync(_app, address, _limit)}") };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/v1/models")]
    [InlineData("/x/state")]
    public async Task Route_WhileLoading_AnswersUnavailableWithTheStage(string path)
    {
        _model.Load.Read(0.4f);
        using var response = await _http.GetAsync(path, _limit);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(_limit))!;
        Assert.Equal(("server_error", "model_loading"), (answer["error"]!["type"]!.GetValue<string>(), answer["error"]!["code"]!.GetValue<string>()));
        Assert.Equal(("loading weights", 0.4), (answer["x_load"]!["stage"]!.GetValue<string>(), answer["x_load"]!["progress"]!.GetValue<double>()));
    }

    [Fact]
    public async Task Load_Followed_TellsEachStageToTheEnd()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/x/load");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _limit);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(_limit));
        Assert.Equal("reading header", (await NextAsync(reader))!["stage"]!.GetValue<string>());
        _model.Load.Read(0.25f);
        Assert.Equal(0.25, (await NextAsync(reader))!["progress"]!.GetValue<double>());
        _model.Load.Read(1);
        Assert.Equal("building context", (await NextAsync(reader))!["stage"]!.GetValue<string>());
        _model.Load.Set(new LoadStage("warming up"));
        Assert.Equal("warming up", (await NextAsync(reader))!["stage"]!.GetValue<string>());
        _model.Load.Set(new LoadStage("failed", Problem: "no memory"));
        Assert.Equal("no memory", (await NextAsync(reader))!["problem"]!.GetValue<string>());
        Assert.Null(await NextAsync(reader));
    }

    private async Task<JsonNode?> NextAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(_limit) is { } line)
        {
            if (line == "data: [DONE]")
            {
                return null;
            }

            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return JsonNode.Parse(line[6..])!;
            }
        }

        throw new InvalidOperationException("The stream ended without [DONE].");
    }
}
