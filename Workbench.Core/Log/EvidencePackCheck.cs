using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Workbench.Core.Language;

namespace Workbench.Core.Log;

/// <summary>Verifies an evidence pack offline: its log, then that every file is the one whose hash the log holds.</summary>
public static class EvidencePackCheck
{
    public const string EntryKind = "audit.exported";

    public static bool IsOne(string folder) => File.Exists(Path.Combine(folder, EvidenceManifest.FileName));

    /// <param name="published">As for <see cref="LogPackCheck.Verify"/>.</param>
    public static LogVerification Verify(string folder, LogVerifier? published = null)
    {
        var log = Path.Combine(folder, EvidenceManifest.LogFolder);
        if (!Directory.Exists(log))
        {
            return new LogVerification(0, null, false, null, new Phrase("Log.PackFileMissing", EvidenceManifest.LogFolder));
        }

        var found = LogPackCheck.Verify(log, published);
        return found.Ok && Check(folder, log, found.Size) is { } problem ? found with { Ok = false, Problem = problem } : found;
    }

    private static Phrase? Check(string folder, string log, long size)
    {
        if (EvidenceManifest.Parse(File.ReadAllText(Path.Combine(folder, EvidenceManifest.FileName))) is not { } manifest)
        {
            return new Phrase("Log.EvidenceManifest");
        }

        var sumsFile = Path.Combine(folder, EvidenceManifest.SumsFile);
        if (!File.Exists(sumsFile))
        {
            return new Phrase("Log.PackFileMissing", EvidenceManifest.SumsFile);
        }

        var sums = File.ReadAllBytes(sumsFile);
        var entry = manifest.Entry >= 0 && manifest.Entry < size ? JsonNode.Parse(LogPack.ReadEntry(log, manifest.Entry, size)) : null;
        if (entry?["kind"]?.GetValue<string>() != EntryKind || entry["detail"]?["sums"]?.GetValue<string>() != Convert.ToHexStringLower(SHA256.HashData(sums)) || entry["subject"]?.GetValue<string>() != manifest.Subject)
        {
            return new Phrase("Log.EvidenceSums", $"{manifest.Entry}");
        }

        var lines = Encoding.UTF8.GetString(sums).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var listed = manifest.Files.Select(file => $"{file.Sha256}  {file.Path}").ToHashSet(StringComparer.Ordinal);
        if (!listed.SetEquals(lines))
        {
            return new Phrase("Log.EvidenceManifest");
        }

        return Strangers(folder, manifest) is { } stranger ? new Phrase("Log.EvidenceStranger", stranger)
            : manifest.Files.Select(file => CheckFile(folder, log, size, file)).FirstOrDefault(problem => problem is not null);
    }

    private static Phrase? CheckFile(string folder, string log, long size, EvidencePackFile file)
    {
        var path = Path.GetFullPath(file.Path, Path.GetFullPath(folder));
        if (!path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(path))
        {
            return new Phrase("Log.PackFileMissing", file.Path);
        }

        using (var content = File.OpenRead(path))
        {
            if (content.Length != file.Bytes || Convert.ToHexStringLower(SHA256.HashData(content)) != file.Sha256)
            {
                return new Phrase("Log.EvidenceDiffers", file.Path);
            }
        }

        return file.Log is not { } index || (index >= 0 && index < size && LogPack.ReadEntry(log, index, size).AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"{file.Sha256}\"")) >= 0)
            ? null
            : new Phrase("Log.EvidenceNotInLog", file.Path, $"{index}");
    }

    /// <summary>A file that the hashes say nothing about.</summary>
    private static string? Strangers(string folder, EvidenceManifest manifest)
    {
        var known = manifest.Files.Select(file => file.Path).Append(EvidenceManifest.FileName).Append(EvidenceManifest.SumsFile).ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .FirstOrDefault(path => !known.Contains(path) && !path.StartsWith(EvidenceManifest.LogFolder + "/", StringComparison.Ordinal));
    }
}
