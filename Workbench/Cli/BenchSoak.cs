using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Cli;

/// <summary>Many requests at one host process, each fifth given up in the middle: what its memory and its open handles become.</summary>
internal static class BenchSoak
{
    private const int Askers = 12;
    private const int GivenUpEvery = 5;
    private const double MostGrowth = 15;
    private const double MostHandles = 8;

    public static async Task<List<BenchFigure>> RunAsync(string model, int requests, Action<string> say, CancellationToken cancellation)
    {
        var socket = Path.Combine(Directory.CreateTempSubdirectory("bench").FullName, "s");
        await using var host = HostProcess.Start(HostProgram.OfThisWorkbench().For(model, "bench", socket, HostSpec.Default, 1), "bench", socket, _ => { });
        if (!await host.ListensAsync(cancellation))
        {
            throw new InvalidOperationException((await host.Exited).ToString());
        }

        using var http = BenchClient.Open(socket);
        var warm = requests / 10;
        var failed = await AskAsync(http, 0, warm, cancellation);
        var (memory, handles) = await RestAsync(http, host.Id, cancellation);
        say(FormattableString.Invariant($"soak: {warm} requests, {memory:0.0} MB, {handles} handles"));
        var watch = Stopwatch.StartNew();
        failed += await AskAsync(http, warm, requests, cancellation);
        var seconds = watch.Elapsed.TotalSeconds;
        var (memoryAfter, handlesAfter) = await RestAsync(http, host.Id, cancellation);
        return
        [
            new("soak", "requests", requests),
            new("soak", "failed", failed, AtMost: 0),
            new("soak", "requestsPerSecond", (requests - warm) / seconds),
            new("soak", "memory", memoryAfter, "MB"),
            new("soak", "memoryGrowth", memoryAfter - memory, "MB", AtMost: MostGrowth),
            new("soak", "handles", handlesAfter),
            new("soak", "handlesGrowth", handlesAfter - handles, AtMost: MostHandles),
        ];
    }

    private static async Task<int> AskAsync(HttpClient http, int first, int end, CancellationToken cancellation)
    {
        var (next, failed) = (first - 1, 0);
        await Task.WhenAll(Enumerable.Range(0, Askers).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < end; i = Interlocked.Increment(ref next))
            {
                if (!await RequestAsync(http, i, i % GivenUpEvery == 0, cancellation))
                {
                    Interlocked.Increment(ref failed);
                }
            }
        }));
        return failed;
    }

    private static async Task<bool> RequestAsync(HttpClient http, int number, bool giveUp, CancellationToken cancellation)
    {
        var body = new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = $"Number {number}: what is in the harbour of the town?" }),
            ["max_tokens"] = giveUp ? 200 : 8,
            ["seed"] = number,
            ["stream"] = giveUp || number % 2 == 0,
            ["ignore_eos"] = giveUp,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (giveUp)
        {
            // Leaving the response unread closes its connection.
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
            return response.StatusCode == HttpStatusCode.OK && await reader.ReadLineAsync(cancellation) is not null;
        }

        return response.StatusCode == HttpStatusCode.OK && (await response.Content.ReadAsStringAsync(cancellation)).Contains("\"choices\"", StringComparison.Ordinal);
    }

    // The median of a few readings once nothing runs any more.
    private static async Task<(double Megabytes, int Handles)> RestAsync(HttpClient http, int process, CancellationToken cancellation)
    {
        while (JsonNode.Parse(await http.GetStringAsync("/x/state", cancellation))! is var state && state["running"]!.GetValue<int>() + state["waiting"]!.GetValue<int>() > 0)
        {
            await Task.Delay(50, cancellation);
        }

        List<double> memory = [], handles = [];
        for (var i = 0; i < 5; i++)
        {
            await Task.Delay(300, cancellation);
            using var reading = Process.GetProcessById(process);
            memory.Add(reading.WorkingSet64 / 1e6);
            handles.Add(reading.HandleCount);
        }

        return (BenchFigure.Median(memory), (int)BenchFigure.Median(handles));
    }
}
