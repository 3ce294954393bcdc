using System.Text.Json.Nodes;
using Workbench.Core.Live;

namespace Workbench.Hosting.ModelHost;

/// <summary>How far a model is.</summary>
/// <param name="Stage"><c>reading header</c>, <c>loading weights</c>, <c>building context</c>, <c>warming up</c>, <c>ready</c> or <c>failed</c>.</param>
/// <param name="Share">Of the weights, 0 to 1; null in the other stages.</param>
/// <param name="Problem">Why it failed.</param>
internal sealed record LoadStage(string Stage, double? Share = null, string? Problem = null)
{
    public bool IsReady => Stage == "ready";

    public bool HasFailed => Stage == "failed";

    public JsonObject ToJson() => new() { ["stage"] = Stage, ["progress"] = Share, ["problem"] = Problem };

    public override string ToString() => Share is { } share ? FormattableString.Invariant($"{Stage} ({share:P0})") : Stage;
}

/// <summary>The loading of the one model of a host, as those who wait follow it.</summary>
internal sealed class LoadProgress
{
    private readonly LiveState<LoadStage> _state = new(new LoadStage("reading header"), TimeProvider.System);

    public LoadStage Current => _state.Current;

    /// <summary>Called by the loader with the share of the weights that was read.</summary>
    public void Read(float share) => Set(share < 1 ? new LoadStage("loading weights", Math.Round(share, 2)) : new LoadStage("building context"));

    public void Set(LoadStage stage)
    {
        _state.Update(_ => stage);
        if (stage.IsReady || stage.HasFailed)
        {
            _state.Complete();
        }
    }

    /// <summary><c>GET /x/load</c>: every stage as an event, until the model is ready or has failed.</summary>
    public async Task FollowAsync(HttpContext context)
    {
        using var events = new EventStream(context);
        await events.BeginAsync();
        await foreach (var stage in _state.WatchAsync(context.RequestAborted))
        {
            await events.WriteAsync(stage.ToJson());
        }

        await events.EndAsync();
    }

    /// <summary>What every other route says until the model is there.</summary>
    /// <exception cref="ApiException">The model is not ready.</exception>
    public Task GateAsync(HttpContext context, RequestDelegate next) =>
        Current.IsReady || context.Request.Path == "/x/load"
            ? next(context)
            : throw new ApiException(503, $"The model is loading: {Current}.", null, "model_loading") { RetryAfter = 1, Load = Current };
}
