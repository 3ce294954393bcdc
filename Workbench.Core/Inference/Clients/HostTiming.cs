using System.Text.Json;

namespace Workbench.Core.Inference.Clients;

/// <summary>Times a host of ours tells of an answer by its own clock (<c>x_timing</c>); null what it does not tell.</summary>
internal readonly record struct HostTiming(TimeSpan? First, TimeSpan? Total)
{
    public TimeSpan? Writing => Total - First;

    /// <param name="parent">An answer, or the last chunk of a stream.</param>
    public static HostTiming Read(JsonElement parent) =>
        parent.TryGetProperty("x_timing", out var timing) && timing.ValueKind == JsonValueKind.Object ? new HostTiming(Time(timing, "ttft_ms"), Time(timing, "total_ms")) : default;

    private static TimeSpan? Time(JsonElement timing, string name) =>
        timing.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? TimeSpan.FromMilliseconds(value.GetDouble()) : null;
}
