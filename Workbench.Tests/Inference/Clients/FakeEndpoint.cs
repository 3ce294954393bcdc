using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Workbench.Tests.Inference.Clients;

/// <summary>A server that speaks the protocol as a test tells it to, on a port of its own.</summary>
internal sealed class FakeEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeEndpoint(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Bodies of the chat requests, as received.</summary>
    public List<string> Bodies { get; } = [];

    /// <summary>Completes when a client has gone in the middle of an answer.</summary>
    public TaskCompletionSource Aborted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="facts">JSON of <c>/x/facts</c>; null for a server without our extensions.</param>
    /// <param name="owner">Who owns its models, which tells the kind of server.</param>
    /// <param name="embeddings">The answer to every request for embeddings; null for a server without them.</param>
    public static async Task<FakeEndpoint> StartAsync(Func<HttpContext, Task> chat, string? facts = null, Func<HttpContext, Task>? likelihood = null, string? owner = null, string? embeddings = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var endpoint = new FakeEndpoint(app);
        app.MapGet("/v1/models", () => Results.Text(owner is null ? """{"data":[]}""" : $$"""{"data":[{"id":"m","owned_by":"{{owner}}"}]}""", "application/json"));
        if (embeddings is not null)
        {
            app.MapPost("/v1/embeddings", () => Results.Text(embeddings, "application/json"));
        }

        if (facts is not null)
        {
            app.MapGet("/x/facts", () => Results.Text(facts, "application/json"));
        }

        if (likelihood is not null)
        {
            app.MapPost("/x/loglikelihood", new RequestDelegate(likelihood));
        }

        app.MapPost("/v1/chat/completions", new RequestDelegate(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            endpoint.Bodies.Add(await reader.ReadToEndAsync());
            context.RequestAborted.Register(() => endpoint.Aborted.TrySetResult());
            await chat(context);
        }));
        await app.StartAsync();
        return endpoint;
    }

    /// <summary>Sends the events and ends the stream properly.</summary>
    public static Func<HttpContext, Task> Says(params string[] events) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var data in events)
        {
            await context.Response.WriteAsync($"data: {data}\n\n");
            await context.Response.Body.FlushAsync();
        }
    };

    public static string Piece(string text) => $$"""{"choices":[{"index":0,"delta":{"content":"{{text}}"},"finish_reason":null}]}""";

    public static string End(string reason = "stop") => $$"""{"choices":[{"index":0,"delta":{},"finish_reason":"{{reason}}"}],"x_prompt":"<user>hi"}""";

    public const string Usage = """{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":3}}}""";

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }
}
