using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Workbench.Cli;

/// <summary><c>bench endpoint</c>: the far side of <c>bench runs</c>, in a process of its own so that its work is not counted as the workbench's. Answers after a random time; some requests fail, some are never answered.</summary>
public sealed class BenchEndpoint : AsyncCommand<BenchEndpoint.Settings>
{
    public const double LeastSeconds = 0.05;
    public const double MostSeconds = 0.5;
    private const double Fails = 0.01;
    private const double Hangs = 0.01;
    private static readonly byte[] Answer = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"answer\"},\"finish_reason\":null}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":1}}\n\ndata: [DONE]\n\n"u8.ToArray();

    private long _taken;
    private int _requests;

    public sealed class Settings : CommandSettings
    {
        [CommandOption("--hang <SECONDS>")]
        public double Hang { get; init; } = 1;
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/v1/models", static () => Results.Text("""{"data":[]}""", "application/json"));
        app.MapGet("/taken", () => Results.Text(string.Create(CultureInfo.InvariantCulture, $$"""{"seconds":{{TimeSpan.FromTicks(Interlocked.Read(ref _taken)).TotalSeconds}},"requests":{{_requests}}}"""), "application/json"));
        app.MapPost("/v1/chat/completions", new RequestDelegate(call => ReplyAsync(call, settings.Hang)));
        await app.StartAsync(cancellationToken);
        Console.Out.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

        // Ends with the one who started it.
        await Console.In.ReadToEndAsync(cancellationToken);
        return ExitCode.Done;
    }

    private async Task ReplyAsync(HttpContext call, double hang)
    {
        await call.Request.Body.CopyToAsync(Stream.Null, call.RequestAborted);
        Interlocked.Increment(ref _requests);
        var (kind, length) = (Random.Shared.NextDouble(), TimeSpan.FromSeconds(LeastSeconds + (Random.Shared.NextDouble() * (MostSeconds - LeastSeconds))));

        // What the request takes of a seat, whatever either side adds to it.
        Interlocked.Add(ref _taken, kind < Hangs ? TimeSpan.FromSeconds(hang).Ticks : length.Ticks);
        try
        {
            await Task.Delay(kind < Hangs ? Timeout.InfiniteTimeSpan : length, call.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (kind < Hangs + Fails)
        {
            call.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        call.Response.ContentType = "text/event-stream";
        await call.Response.Body.WriteAsync(Answer, call.RequestAborted);
    }
}
