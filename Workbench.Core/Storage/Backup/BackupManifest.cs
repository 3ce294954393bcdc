using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Backup;

/// <summary>One part of a backup.</summary>
/// <param name="Name"><c>database/TABLE.jsonl</c>, <c>files/PATH</c> or <c>keys/log.key</c>.</param>
/// <param name="Bytes">Unpacked.</param>
/// <param name="Sha256">Of the unpacked bytes, lower-case hexadecimal.</param>
/// <param name="Rows">Of a table; null for a file.</param>
public sealed record BackupPart(string Name, long Bytes, string Sha256, long? Rows);

/// <summary>A model file of the workspace; it is named, not held.</summary>
/// <param name="Sha256">Null when nobody asked for it yet.</param>
public sealed record BackupModel(string Name, string File, long Bytes, string? Sha256);

/// <summary>Size and root of the log in a backup, and the key that signs it.</summary>
/// <param name="Root">Lower-case hexadecimal.</param>
/// <param name="Vkey">Verifier of the key in use.</param>
/// <param name="Earlier">Verifiers of keys that signed before.</param>
public sealed record BackupLogHead(long Size, string Root, string Vkey, ImmutableArray<string> Earlier);

/// <summary>What a backup holds: its part <c>manifest.json</c>.</summary>
/// <param name="Version">Of the format.</param>
/// <param name="Product">Version of the workbench that wrote it.</param>
/// <param name="Database"><c>sqlite</c> or <c>postgres</c>; either is restored into either.</param>
/// <param name="Schema">Name of the last migration.</param>
public sealed record BackupManifest(
    string Format,
    int Version,
    string Product,
    DateTimeOffset CreatedAt,
    string Database,
    string Schema,
    BackupLogHead Log,
    bool WithKey,
    ImmutableArray<BackupPart> Parts,
    ImmutableArray<BackupModel> Models)
{
    public const string FormatName = "workbench-backup";

    public const int NewestVersion = 1;

    public const string FileName = "manifest.json";

    public const int LargestBytes = 32 * 1024 * 1024;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        MaxDepth = 8,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [JsonIgnore]
    public long Rows => Parts.Sum(part => part.Rows ?? 0);

    /// <summary>Files of the workspace: suites, packs and whatever else people put there.</summary>
    [JsonIgnore]
    public int Files => Parts.Count(part => part.Name.StartsWith(BackupNames.Files, StringComparison.Ordinal));

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <exception cref="InputException">It is no manifest, or of a format this version does not know.</exception>
    public static BackupManifest Parse(byte[] json, string file)
    {
        BackupManifest? read;
        try
        {
            read = JsonSerializer.Deserialize<BackupManifest>(json, Options);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or NotSupportedException or FormatException)
        {
            throw BackupProblem.Of(file, FileName, new Phrase("Storage.BackupManifest"));
        }

        if (read is null || read.Format != FormatName || read.Parts.IsDefault || read.Models.IsDefault || read.Log.Earlier.IsDefault || read.Log.Size < 0)
        {
            throw BackupProblem.Of(file, FileName, new Phrase("Storage.BackupManifest"));
        }

        return read.Version is >= 1 and <= NewestVersion ? read : throw BackupProblem.Of(file, FileName, new Phrase("Storage.BackupVersion", $"{read.Version}", $"{NewestVersion}"));
    }
}

/// <summary>What is wrong with a backup, by its part.</summary>
internal static class BackupProblem
{
    public static InputException Of(string file, string? part, Phrase message, Phrase? hint = null) => new(new InputProblem(message, file, Field: part, Hint: hint));
}
