using Workbench.Core.Language;
using Workbench.Core.Log;

namespace Workbench.Core.Storage.Backup;

/// <summary>Finds the key that the restored log goes on with, and puts it in its place.</summary>
internal static class RestoreKeys
{
    private const string SealFolder = "cookies";

    /// <param name="kept">Folder of keys of the workspace that is there.</param>
    /// <param name="target">Folder of keys of the restored one.</param>
    /// <exception cref="InputException">A key was given, or is in the backup, and is not this log's.</exception>
    public static (RestoredKey From, string Vkey) Place(BackupArchive archive, string? keyFile, string kept, string target)
    {
        Directory.CreateDirectory(target);
        var (from, text) = Find(archive, keyFile, kept);
        if (text is not null && HasSignedBeyond(archive, kept))
        {
            // The key has signed entries that the backup has not: going on with it would sign a second history.
            (from, text) = (RestoredKey.New, null);
        }

        if (text is not null)
        {
            WritePrivate(Path.Combine(target, LogKey.FileName), text);
        }

        if (text is not null && IsKeptThere(archive, kept) && KeptCheckpoint.Read(kept) is { } last)
        {
            KeptCheckpoint.Write(target, last);
        }

        KeepSeals(kept, target);
        using var key = LogKey.Open(target);
        string[] earlier = [.. archive.Manifest.Log.Earlier, .. from == RestoredKey.New ? [archive.Manifest.Log.Vkey] : Array.Empty<string>()];
        if (earlier.Length > 0)
        {
            File.WriteAllLines(Path.Combine(target, LogVerifiers.FileName), earlier);
        }

        return (from, key.Verifier.Vkey);
    }

    private static (RestoredKey From, string? Text) Find(BackupArchive archive, string? keyFile, string kept)
    {
        if (keyFile is not null)
        {
            return (RestoredKey.Given, File.Exists(keyFile) && File.ReadAllText(keyFile) is var given && IsOf(archive, given)
                ? given
                : throw new InputException(new InputProblem(new Phrase("Storage.BackupKeyDiffers", archive.Manifest.Log.Vkey), keyFile, Field: "--key")));
        }

        if (archive.Manifest.Parts.FirstOrDefault(part => part.Name == BackupNames.Key) is { } part)
        {
            using var reader = new StreamReader(archive.OpenPart(part));
            return part.Bytes <= 1024 && reader.ReadToEnd() is var held && IsOf(archive, held)
                ? (RestoredKey.FromBackup, held)
                : throw BackupProblem.Of(archive.File, part.Name, new Phrase("Storage.BackupKeyDiffers", archive.Manifest.Log.Vkey));
        }

        var there = Path.Combine(kept, LogKey.FileName);
        return File.Exists(there) && File.ReadAllText(there) is var own && IsOf(archive, own) ? (RestoredKey.Kept, own) : (RestoredKey.New, null);
    }

    /// <summary>The keys that seal authenticators' keys are in no backup: a workspace that is put back where it was keeps its own.</summary>
    private static void KeepSeals(string kept, string target)
    {
        var (from, to) = (Path.Combine(kept, SealFolder), Path.Combine(target, SealFolder));
        if (!Directory.Exists(from) || Directory.Exists(to))
        {
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    private static bool HasSignedBeyond(BackupArchive archive, string kept) =>
        IsKeptThere(archive, kept) && KeptCheckpoint.Read(kept) is { } note && Checkpoint.Parse(note)?.Size > archive.Manifest.Log.Size;

    private static bool IsKeptThere(BackupArchive archive, string kept) => Path.Combine(kept, LogKey.FileName) is var file && File.Exists(file) && IsOf(archive, File.ReadAllText(file));

    private static bool IsOf(BackupArchive archive, string text)
    {
        using var key = LogKey.Parse(text);
        return key?.Verifier.Vkey == archive.Manifest.Log.Vkey;
    }

    private static void WritePrivate(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }
}
