using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Workbench.Tests.Browser;

/// <summary>A model that writes at a set pace, with log-probabilities and alternatives, without computing anything.</summary>
internal sealed class PacedEndpoint : IAsyncDisposable
{
    private static readonly string[] Words = [" the", " sky", " is", " red", " because", " light", " goes", " a", " long", " way", " 天", " 空", "."];
    private readonly WebApplication _app;

    /// <param name="tokens">Of one answer.</param>
    /// <param name="perSecond">Tokens a second.</param>
    public PacedEndpoint(int tokens, int perSecond)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/v1/models", () => Results.Json(new { data = Array.Empty<object>() }));
        _app.MapPost("/v1/chat/completions", context => AnswerAsync(context, tokens, perSecond));
        _app.StartAsync().GetAwaiter().GetResult();
    }

    public string Address => _app.Urls.First();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, int tokens, int perSecond)
    {
        context.Response.ContentType = "text/event-stream";
        var clock = Stopwatch.StartNew();
        for (var index = 0; index < tokens; index++)
        {
            // Pace is what this endpoint is for: a page has to draw as fast as a quick model writes, not faster.
            var wait = TimeSpan.FromSeconds((double)index / perSecond) - clock.Elapsed;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, context.RequestAborted);
            }

            // A paragraph of a hundred tokens now and then, as models write them.
            var word = index % 104 == 103 ? ".\n\n" : Words[index % Words.Length];
            var logprob = -((index * 37) % 100) / 50.0;
            var top = new[] { word, " other", " third", " fourth", " fifth" }.Select((text, place) => new { token = text, logprob = logprob - place });
            await WriteAsync(context, new { choices = new[] { new { index = 0, delta = new { content = word }, logprobs = new { content = new[] { new { token = word, logprob, top_logprobs = top } } }, finish_reason = (string?)null } } });
        }

        await WriteAsync(context, new { choices = new[] { new { index = 0, delta = new { }, finish_reason = "stop" } }, usage = new { prompt_tokens = 10, completion_tokens = tokens } });
        await context.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static async Task WriteAsync(HttpContext context, object chunk)
    {
        await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"data: {JsonSerializer.Serialize(chunk)}\n\n"), Encoding.UTF8, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
