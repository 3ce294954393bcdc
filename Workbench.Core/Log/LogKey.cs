using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Workbench.Core.Log;

/// <summary>The Ed25519 key that signs checkpoints, in the form of C2SP signed notes.</summary>
public sealed class LogKey : IDisposable
{
    /// <summary>Name of its file in the folder of keys.</summary>
    public const string FileName = "log.key";

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
            Create(file);
        }

        return Parse(File.ReadAllText(file)) ?? throw new InvalidDataException($"{file} is no key of a log.");
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
    public string Sign(string text)
    {
        var signature = SignatureAlgorithm.Ed25519.Sign(_key, Encoding.UTF8.GetBytes(text));
        return $"{text}\n— {Name} {Convert.ToBase64String([.. Verifier.KeyId, .. signature])}\n";
    }

    public void Dispose() => _key.Dispose();

    private static void Create(string file)
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
            writer.Write($"workbench.local/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}\n{Convert.ToBase64String(seed)}\n");
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
