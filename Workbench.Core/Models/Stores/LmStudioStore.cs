namespace Workbench.Core.Models.Stores;

/// <summary>LM Studio's folder: <c>OWNER/MODEL/FILE</c> below its own place.</summary>
internal static class LmStudioStore
{
    /// <returns>Owner and model of a file in such a folder; null for any other file.</returns>
    public static string? Repository(string file)
    {
        string[] parts = file.Split(Path.DirectorySeparatorChar);
        for (var i = 0; i + 4 < parts.Length; i++)
        {
            if (parts[i] is ".lmstudio" or "lm-studio" && parts[i + 1] == "models")
            {
                return $"{parts[i + 2]}/{parts[i + 3]}";
            }
        }

        return null;
    }
}
