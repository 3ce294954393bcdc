using System.Text.RegularExpressions;
using Workbench.Tests.Shared;

namespace Workbench.Tests;

public sealed partial class ArchitectureTests
{
    [Fact]
    public void Architecture_NamesOnlyPathsThatExist()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "ARCHITECTURE.md"));
        var missing = Paths().Matches(text).Select(match => match.Groups[1].Value).Where(path => !Path.Exists(Path.Combine(RepositoryPaths.Root, path)));
        Assert.Empty(missing);
    }

    [GeneratedRegex(@"`((?:Workbench|wwwroot-assets|docs|tools)[\w.\-]*/[\w./\-]*)`")]
    private static partial Regex Paths();
}
