using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Workbench.Core.Log;

/// <summary>The Ed25519 key that signs checkpoints, in the form of C2SP signed notes.</summary>
public sealed class LogKey : IDisposable
{
    /// <summary>Name of its file in the folder of keys.</summary>
    public const string FileName = "log.key";

    /// <summary>A key that was made to follow the one in use, until the log says so.</summary>
    private const string NextName = "log.key.next";

    private readonly Key _key;

    private LogKey(string name, Key key)
    {
        Name = name;
        _key = key;
        Verifier = new LogVerifier(name, key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>Origin of the log: first line of every checkpoint.</summary>
    public string Name { get; }

    public LogVerifier Verifier { get; }

    /// <summary>Reads the key, or makes one that only its owner can read.</summary>
    public static LogKey Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            Create(file, null);
        }

        return Parse(File.ReadAllText(file)) ?? throw new InvalidDataException($"{file} is no key of a log.");
    }

    /// <summary>Makes the key that is to follow; it signs nothing before <see cref="FinishRotation"/>.</summary>
    /// <param name="name">Origin of the log that goes on; null for another one.</param>
    public static LogKey MakeNext(string folder, string? name)
    {
        var file = Path.Combine(folder, NextName);
        File.Delete(file);
        Create(file, name);
        return Parse(File.ReadAllText(file))!;
    }

    /// <summary>Puts the next key in the place of the present one, whose private half is gone with that, once the last checkpoint is signed by it. Nothing happens when there is none, so a crash between the two is made good by whoever comes next.</summary>
    public static void FinishRotation(string folder, string? lastNote)
    {
        var next = Path.Combine(folder, NextName);
        if (lastNote is null || !File.Exists(next))
        {
            return;
        }

        using var following = Parse(File.ReadAllText(next));
        if (following?.Verifier.TryOpen(lastNote, out _) != true)
        {
            return;
        }

        using var present = Open(folder);
        if (present.Verifier.Vkey != following.Verifier.Vkey && LogVerifiers.Earlier(folder).All(earlier => earlier.Vkey != present.Verifier.Vkey))
        {
            File.AppendAllText(Path.Combine(folder, LogVerifiers.FileName), present.Verifier.Vkey + "\n");
        }

        try
        {
            File.Move(next, Path.Combine(folder, FileName), overwrite: true);
        }
        catch (FileNotFoundException)
        {
            // Another process did the same.
        }
    }

    /// <returns>Null when the text is no key.</returns>
    public static LogKey? Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        return lines.Length >= 2 && lines[0].Length is > 0 and <= 200 && StrictBase64.Decode(lines[1]) is { Length: 32 } seed
            ? new LogKey(lines[0], Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey))
            : null;
    }

    /// <summary>The note: text, empty line, signature line.</summary>
    public string Sign(string text) => $"{text}\n{SignatureLine(text)}";

    /// <summary>One more line for a note over the same text.</summary>
    public string SignatureLine(string text)
    {
        var signature = SignatureAlgorithm.Ed25519.Sign(_key, Encoding.UTF8.GetBytes(text));
        return $"— {Name} {Convert.ToBase64String([.. Verifier.KeyId, .. signature])}\n";
    }

    public void Dispose() => _key.Dispose();

    private static void Create(string file, string? name)
    {
        // Written beside and moved, so that two processes starting at once agree on one key.
        var seed = RandomNumberGenerator.GetBytes(32);
        var fresh = $"{file}.{Guid.NewGuid():n}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(fresh, options))
        {
            writer.Write($"{name ?? $"workbench.local/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}"}\n{Convert.ToBase64String(seed)}\n");
        }

        try
        {
            File.Move(fresh, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(fresh);
        }
    }
}
