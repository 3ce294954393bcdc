namespace Workbench.Models;

/// <summary>Reads what the list of models shows of one file.</summary>
internal static class ModelFileFacts
{
    public static ModelFile Read(string name, FileInfo info) =>
        new(name, info.FullName, info.Length, null, null, null, null, null, [], Card(info.FullName), []);

    private static string? Card(string path) => Path.ChangeExtension(path, ".md") is { } card && File.Exists(card) ? File.ReadAllText(card) : null;
}
