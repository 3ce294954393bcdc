using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Engine;

/// <summary>A real host process over a real model, reached through its socket.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private TestHost(Process process, DirectoryInfo folder, HttpClient http, string authority = "")
    {
        Authority = authority;
        _process = process;
        _folder = folder;
        Http = http;
    }

    public HttpClient Http { get; }

    /// <summary>HOST:PORT of a host on a port.</summary>
    public string Authority { get; }

    public int ProcessId => _process.Id;

    public string SocketPath => Path.Combine(_folder.FullName, "s");

    public static string Stories => RepositoryPaths.SharedFile("models/stories260K-f32.gguf");

    public static string SmolLM2 => RepositoryPaths.SharedFile("models/SmolLM2-135M-Instruct.Q4_1.gguf");

    public static string Demo => Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "models", "demo-knows.gguf");

    public static async Task<TestHost> StartAsync(string model, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("wb");
        var socket = Path.Combine(folder.FullName, "s");
        var (process, _) = await ListenAsync(["--model", model, "--listen", $"unix:{socket}", .. options]);
        return new TestHost(process, folder, Client(socket));
    }

    public static async Task<TestHost> StartOnPortAsync(string model, string key)
    {
        var (process, authority) = await ListenAsync(["--model", model, "--listen", "127.0.0.1:0", "--api-key", key]);
        return new TestHost(process, Directory.CreateTempSubdirectory("wb"), new HttpClient(), authority);
    }

    public Task IdleAsync(CancellationToken cancellation) =>
        Eventually.HoldsAsync("the host is idle", async () => await GetAsync("/x/state") is var state && state["running"]!.GetValue<int>() + state["waiting"]!.GetValue<int>() == 0, cancellation);

    private static async Task<(Process Process, string Address)> ListenAsync(IEnumerable<string> options)
    {
        var process = Launch(["host", "--parent", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), .. options]);
        using var limit = new CancellationTokenSource(Limit);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("listening ", StringComparison.Ordinal))
            {
                return (process, line["listening ".Length..]);
            }
        }

        throw new InvalidOperationException($"The host did not listen: {await process.StandardError.ReadToEndAsync(limit.Token)}");
    }

    /// <summary>Runs a host that is expected to end by itself.</summary>
    public static async Task<(int ExitCode, string Words)> RunAsync(params string[] arguments)
    {
        using var process = Launch(arguments);
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var words = await process.StandardError.ReadToEndAsync(limit.Token);
            await output;
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, words);
        }
        finally
        {
            process.Kill();
        }
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Http.GetStringAsync(path))!;

    /// <summary>Posts JSON and expects success.</summary>
    public async Task<JsonNode> PostAsync(string path, JsonObject body)
    {
        var (status, answer) = await TryPostAsync(path, body);
        Assert.True(status == HttpStatusCode.OK, answer.ToJsonString());
        return answer;
    }

    public async Task<(HttpStatusCode Status, JsonNode Body)> TryPostAsync(string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(path, content);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    /// <summary>The events of a stream without the final [DONE], whose presence is asserted.</summary>
    public async Task<List<JsonNode>> StreamAsync(string path, JsonObject body)
    {
        body["stream"] = true;
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var events = new List<JsonNode>();
        using var limit = new CancellationTokenSource(Limit);
        while (await reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line == "data: [DONE]")
            {
                return events;
            }

            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                events.Add(JsonNode.Parse(line[6..])!);
            }
        }

        throw new InvalidOperationException("The stream ended without [DONE].");
    }

    public static JsonObject Ask(string question, int maxTokens = 16, double temperature = 0) => new()
    {
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = question }),
        ["max_tokens"] = maxTokens,
        ["temperature"] = temperature,
    };

    public static string Text(JsonNode answer, int choice = 0) => answer["choices"]![choice]!["message"]!["content"]!.GetValue<string>();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static Process Launch(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Workbench.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GGML_NO_BACKTRACE"] = "1";
        return Process.Start(start)!;
    }

    private static HttpClient Client(string socket) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
            return new NetworkStream(connection, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("http://host"), Timeout = TimeSpan.FromMinutes(5) };
}

/// <summary>The demonstration model, loaded once for a class of tests.</summary>
public sealed class DemoHost : IAsyncLifetime
{
    public TestHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await TestHost.StartAsync(TestHost.Demo);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>SmolLM2 in exact mode, loaded once for a class of tests; null where the file is absent.</summary>
public sealed class ExactSmolHost : IAsyncLifetime
{
    private TestHost? _host;

    public TestHost Host
    {
        get
        {
            _ = TestHost.SmolLM2;
            return _host!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        var file = Path.Combine(RepositoryPaths.Shared, "models/SmolLM2-135M-Instruct.Q4_1.gguf");
        _host = File.Exists(file) ? await TestHost.StartAsync(file, "--exact") : null;
    }

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
