using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Workbench.Cli;

/// <summary>Asks a host for many streams at once, as a workbench does, and counts.</summary>
internal static class BenchClient
{
    public static HttpClient Open(string socket) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
            return new NetworkStream(connection, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("http://host"), Timeout = TimeSpan.FromMinutes(10) };

    public static async Task<double> TokensPerSecondAsync(HttpClient http, int streams, int tokens, int round)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, streams).Select(async i =>
        {
            var prompt = string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + i)} town by the sea number {round} had a harbour and a market where people");
            var body = string.Create(CultureInfo.InvariantCulture, $$"""{"prompt":"{{prompt}}","max_tokens":{{tokens}},"temperature":0,"stream":true,"ignore_eos":true}""");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            while (await reader.ReadLineAsync() is not (null or "data: [DONE]"))
            {
            }
        }));
        return streams * tokens / watch.Elapsed.TotalSeconds;
    }
}
