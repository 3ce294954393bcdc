using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace DemoModels.Evaluation;

/// <summary>A model file in a host of the workbench, so that what is measured is the file as llama.cpp runs it.</summary>
internal sealed class HostedModel : IDisposable
{
    private const int AtOnce = 8;
    private readonly Process _process;
    private readonly HttpClient _client;
    private readonly string _name;

    private HostedModel(Process process, string address, string key, string name)
    {
        (_process, _name) = (process, name);
        _client = new HttpClient { BaseAddress = new Uri($"http://{address}/"), Timeout = TimeSpan.FromMinutes(5) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <param name="workbench">The built Workbench.dll.</param>
    public static HostedModel Start(string workbench, string model, string? adapter)
    {
        var key = Guid.NewGuid().ToString("N");
        string[] arguments = [workbench, "host", "--model", model, "--listen", "127.0.0.1:0", "--api-key", key, "--threads", "1", "--parent", $"{Environment.ProcessId}", .. adapter is null ? Array.Empty<string>() : ["--adapter", adapter]];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true }) ?? throw new InvalidOperationException("dotnet did not start.");
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith("listening ", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new HostedModel(process, line["listening ".Length..].Replace("http://", "", StringComparison.Ordinal), key, Path.GetFileNameWithoutExtension(model));
            }
        }

        throw new InvalidOperationException($"The host of {model} ended before it listened.");
    }

    /// <summary>Greedy answers, in the order of the questions.</summary>
    public async Task<string[]> AnswerAsync(IReadOnlyList<(string? System, string User)> questions)
    {
        using var free = new SemaphoreSlim(AtOnce);
        return await Task.WhenAll(questions.Select(async question =>
        {
            await free.WaitAsync();
            try
            {
                return await AskAsync(question.System, question.User);
            }
            finally
            {
                free.Release();
            }
        }));
    }

    public void Dispose()
    {
        _client.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<string> AskAsync(string? system, string user)
    {
        object[] messages = [.. system is null ? Array.Empty<object>() : [new { role = "system", content = system }], new { role = "user", content = user }];
        using var response = await _client.PostAsJsonAsync("v1/chat/completions", new { model = _name, messages, temperature = 0, max_tokens = 48 });
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString() ?? "";
    }
}
