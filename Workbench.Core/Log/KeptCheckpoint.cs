namespace Workbench.Core.Log;

/// <summary>The last checkpoint that was signed, kept beside the key and outside the database: a database put back to an earlier state can't make the key sign a second history.</summary>
public static class KeptCheckpoint
{
    /// <summary>In the folder of keys: the signed note.</summary>
    public const string FileName = "last-checkpoint";

    /// <returns>Null before the first.</returns>
    public static string? Read(string folder) => Path.Combine(folder, FileName) is var file && File.Exists(file) ? File.ReadAllText(file) : null;

    public static void Write(string folder, string note)
    {
        // Moved into place, so that a crash leaves the one before.
        var fresh = Path.Combine(folder, $"{FileName}.{Guid.NewGuid():n}");
        File.WriteAllText(fresh, note);
        File.Move(fresh, Path.Combine(folder, FileName), overwrite: true);
    }
}
