using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Workbench.Hosting.ModelHost;

/// <summary>The requests being answered, by their ids, so that one can be cancelled from another connection.</summary>
internal sealed class RunningRequests
{
    private readonly ConcurrentDictionary<string, RunningRequest> _running = new(StringComparer.Ordinal);

    public int Count => _running.Count;

    /// <param name="wanted">The asker's own id; null makes one with <paramref name="prefix"/>.</param>
    /// <exception cref="ApiException">A request of that id is running.</exception>
    public RunningRequest Begin(HttpContext context, string? wanted, string prefix, IDisposable place)
    {
        var request = new RunningRequest(wanted ?? Answer.Id(prefix), this, place, context.RequestAborted);
        if (!_running.TryAdd(request.Id, request))
        {
            request.Dispose();
            throw new ApiException(409, $"A request with the id \"{wanted}\" is running.", "x_request_id", "request_id_taken");
        }

        context.Response.Headers["X-Request-Id"] = request.Id;
        return request;
    }

    /// <summary><c>DELETE /x/requests/{id}</c>: its answers end where they are, with <c>finish_reason</c> <c>cancelled</c>.</summary>
    public IResult Cancel(string id)
    {
        if (!_running.TryGetValue(id, out var request))
        {
            throw new ApiException(404, $"No request \"{id}\" is running.", "id", "request_not_found");
        }

        request.Cancel();
        return Results.Json(new JsonObject { ["id"] = id, ["object"] = "x.request", ["cancelled"] = true }, ApiJson.Options);
    }

    internal void Remove(RunningRequest request) => _running.TryRemove(KeyValuePair.Create(request.Id, request));
}

/// <summary>One request from its admission to the end of its answer. Whatever is still being decoded for it when it is disposed is cancelled.</summary>
internal sealed class RunningRequest : IDisposable
{
    private readonly RunningRequests _all;
    private readonly IDisposable _place;
    private readonly CancellationTokenSource _cancel;
    private readonly Lock _gate = new();
    private bool _disposed;

    public RunningRequest(string id, RunningRequests all, IDisposable place, CancellationToken aborted)
    {
        (Id, _all, _place, _cancel) = (id, all, place, CancellationTokenSource.CreateLinkedTokenSource(aborted));
        Cancellation = _cancel.Token;
    }

    public string Id { get; }

    /// <summary>The asker left, or the request was cancelled.</summary>
    public CancellationToken Cancellation { get; }

    public void Cancel()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _cancel.Cancel();
            }
        }
    }

    public void Dispose()
    {
        Cancel();
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        _all.Remove(this);
        _place.Dispose();
        _cancel.Dispose();
    }
}
