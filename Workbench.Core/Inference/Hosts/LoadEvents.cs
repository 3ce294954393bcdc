using System.Net;
using System.Text.Json;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Hosts;

/// <summary>Follows the loading of a host that listens already, by its <c>/x/load</c>.</summary>
internal static class LoadEvents
{
    private const int LongestEvent = 64 * 1024;

    /// <summary>Comes back when the model is ready, or at once where the host does not tell.</summary>
    /// <exception cref="ModelUnavailableException">It says that it can't load the model, or the connection broke.</exception>
    public static async Task FollowAsync(ModelEndpoint endpoint, TimeProvider time, Action<HostPhase.Loading> progress, CancellationToken cancellation)
    {
        using var connection = new EndpointConnection(endpoint, time, ClientPatience.Default);
        using var response = await connection.SendAsync(HttpMethod.Get, "x/load", null, cancellation, HttpStatusCode.NotFound).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return;
        }

        using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        var loading = new HostPhase.Loading(0);
        try
        {
            await foreach (var data in EventStream.ReadAsync(body, LongestEvent, cancellation).ConfigureAwait(false))
            {
                if (data.Span.SequenceEqual("[DONE]"u8))
                {
                    return;
                }

                using var json = JsonDocument.Parse(data);
                loading = Next(loading, json.RootElement, endpoint.Name);
                progress(loading);
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or JsonException or InvalidDataException or InvalidOperationException)
        {
            throw new ModelUnavailableException(new Phrase("Inference.AnswerBroken", endpoint.Name, FailureWords.Of(exception)), exception);
        }
    }

    // Null for one this version does not know.
    private static LoadStage? Stage(string? words) => words switch
    {
        "reading header" => LoadStage.Header,
        "loading weights" => LoadStage.Weights,
        "building context" => LoadStage.Context,
        "warming up" => LoadStage.WarmUp,
        _ => null,
    };

    private static HostPhase.Loading Next(HostPhase.Loading loading, JsonElement told, string name)
    {
        var words = told.TryGetProperty("stage", out var stage) ? stage.GetString() : null;
        if (words == "failed")
        {
            throw new ModelUnavailableException(new Phrase("Inference.ModelDoesNotLoad", name, told.TryGetProperty("problem", out var problem) ? problem.ToString() : ""));
        }

        var share = told.TryGetProperty("progress", out var progress) && progress.ValueKind == JsonValueKind.Number ? Math.Clamp(progress.GetDouble(), 0, 1) : loading.Progress;
        var next = Stage(words) ?? loading.Stage;
        return new HostPhase.Loading(next > LoadStage.Weights ? 1 : share, next);
    }
}
