using System.Runtime.CompilerServices;

namespace Workbench.Tests.Shared;

/// <summary>Where the repository and the third-party test data beside it lie.</summary>
public static class RepositoryPaths
{
    public static string Root { get; } = Find();

    public static string Shared { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared"));

    /// <summary>A file under the shared folder; the test is skipped, by name, where it is absent.</summary>
    public static string SharedFile(string relative)
    {
        var path = Path.Combine(Shared, relative);
        Assert.SkipUnless(File.Exists(path), $"shared/{relative} is not here");
        return path;
    }

    private static string Find([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
