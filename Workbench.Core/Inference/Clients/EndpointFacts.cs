using System.Text.Json;

namespace Workbench.Core.Inference.Clients;

/// <summary>Reads <c>/x/facts</c>; what an endpoint leaves out stays unknown.</summary>
internal static class EndpointFacts
{
    public static ModelFacts Read(string name, JsonElement root) => new(
        name,
        Text(root, "sha256"),
        Text(root, "architecture"),
        Text(root, "quantisation"),
        Number(root, "parameters"),
        (int?)Number(root, "context"),
        Engine(root),
        Text(root, "device"));

    // The binding, and the very library below it: both decide what comes out.
    private static string? Engine(JsonElement root) =>
        string.Join(", ", new[] { Text(root, "engine"), Text(root, "library"), Text(root, "commit") }.OfType<string>()) is { Length: > 0 } engine ? engine : null;

    private static string? Text(JsonElement root, string field) => root.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement root, string field) => root.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;
}

/// <summary>What <c>/x/state</c> says a host is doing.</summary>
/// <param name="Sequences">Answers being decoded.</param>
/// <param name="TokensPerSecond">All of them together; null when idle.</param>
/// <param name="Pending">Answers being decoded or waiting for it.</param>
/// <param name="Decodes">Decode steps since the host started.</param>
/// <param name="StalledFor">How long there has been work without a decode step; null where the host does not tell.</param>
internal sealed record HostLoad(int Sequences, double? TokensPerSecond, long? MemoryBytes, int Pending = 0, long Decodes = 0, TimeSpan? StalledFor = null)
{
    public Hosts.HostCells? Cells { get; init; }

    public static HostLoad Read(JsonElement root) => new(
        (int)(Number(root, "running") ?? 0),
        Number(root, "tokensPerSecond") is > 0 and var rate ? rate : null,
        (long?)Number(root, "memoryBytes"),
        (int)((Number(root, "running") ?? 0) + (Number(root, "waiting") ?? 0)),
        (long)(Number(root, "decodes") ?? 0),
        Number(root, "stalledFor") is { } seconds ? TimeSpan.FromSeconds(seconds) : null)
    { Cells = ReadCells(root) };

    private static Hosts.HostCells? ReadCells(JsonElement root) =>
        Number(root, "cells") is { } all && Number(root, "cellsUsed") is { } used && Number(root, "cellsKept") is { } kept
        && Number(root, "sequenceIds") is { } ids && Number(root, "sequenceIdsUsed") is { } idsUsed && Number(root, "sequenceIdsKept") is { } idsKept
            ? new Hosts.HostCells((int)all, (int)used, (int)kept, (int)ids, (int)idsUsed, (int)idsKept)
            : null;

    private static double? Number(JsonElement root, string field) => root.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
