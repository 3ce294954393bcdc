using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Workbench.Core.Log;

/// <summary>What an evidence pack holds.</summary>
/// <param name="Subject">Id of the decision or assessment.</param>
/// <param name="Entry">Index of the log's entry that holds the hash of <c>SHA256SUMS</c>, and so of every file.</param>
public sealed record EvidenceManifest(string Format, string Subject, DateTimeOffset Made, long Entry, string SumsSha256, ImmutableArray<EvidencePackFile> Files)
{
    public const string FileName = "manifest.json";
    public const string SumsFile = "SHA256SUMS";
    public const string LogFolder = "log";
    public const string FormatName = "workbench-evidence-pack/v1";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";

    /// <returns>Null when the text is no manifest.</returns>
    public static EvidenceManifest? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<EvidenceManifest>(json, Options) is { Format: FormatName, Subject: not null, SumsSha256: not null, Files.IsDefault: false } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>One file of an evidence pack.</summary>
/// <param name="Path">Below the pack, with forward slashes.</param>
/// <param name="Log">Index of the entry in which this very hash stands; null where it stands in <c>SHA256SUMS</c> alone.</param>
public sealed record EvidencePackFile(string Path, string Sha256, long Bytes, long? Log);
