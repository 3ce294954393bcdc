using System.Text.RegularExpressions;
using Workbench.Tests.Shared;

namespace Workbench.Tests;

public sealed partial class LayeringTests
{
    private static readonly string Core = Path.Combine(RepositoryPaths.Root, "Workbench.Core");

    // A folder may use the folders named beside it and nothing else. ARCHITECTURE.md draws the same picture.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Language"] = [],
        ["Live"] = ["Language"],
        ["Statistics"] = ["Language"],
        ["Models"] = ["Language"],
        ["Inference"] = ["Models", "Language", "Live"],
        ["Suites"] = ["Language", "Inference"],
        ["Detectors"] = ["Suites", "Language"],
        ["Scoring"] = ["Detectors", "Suites", "Inference", "Language", "Statistics"],
        ["Comparisons"] = ["Suites", "Inference", "Language"],
        ["Log"] = ["Language"],
        ["Governance"] = ["Language", "Statistics"],
        ["Runs"] = ["Suites", "Scoring", "Inference", "Models", "Statistics", "Live", "Language", "Governance", "Log"],
        ["Races"] = ["Runs", "Scoring", "Suites", "Inference", "Statistics", "Language", "Governance", "Log"],
        ["Provenance"] = ["Models", "Language", "Governance", "Log"],
        ["Labels"] = ["Runs", "Scoring", "Suites", "Statistics", "Language", "Governance", "Log"],
        ["Compliance"] = ["Provenance", "Labels", "Banks", "Inference", "Runs", "Scoring", "Suites", "Statistics", "Language", "Governance", "Log"],
        ["Evidence"] = ["Language", "Governance", "Log"],
        ["Findings"] = ["Evidence", "Compliance", "Runs", "Scoring", "Statistics", "Language", "Governance", "Log"],
        ["Decisions"] = ["Findings", "Evidence", "Compliance", "Runs", "Inference", "Models", "Language", "Governance", "Log"],
        ["Reports"] = ["Provenance", "Banks", "Detectors", "Findings", "Evidence", "Decisions", "Races", "Compliance", "Runs", "Scoring", "Suites", "Inference", "Models", "Statistics", "Live", "Language", "Governance", "Log"],
        ["Banks"] = ["Suites", "Inference", "Language", "Governance", "Log"],
        ["Storage"] = ["Provenance", "Labels", "Findings", "Evidence", "Decisions", "Banks", "Detectors", "Comparisons", "Reports", "Races", "Compliance", "Runs", "Scoring", "Suites", "Inference", "Models", "Statistics", "Live", "Language", "Governance", "Log"],
    };

    public static TheoryData<string> Folders => [.. Directory.GetDirectories(Core).Select(path => Path.GetFileName(path)).Where(name => name is not ("bin" or "obj"))];

    [Theory, MemberData(nameof(Folders))]
    public void CoreFolder_UsesOnlyTheFoldersBelowIt(string folder)
    {
        Assert.True(Allowed.TryGetValue(folder, out var allowed), $"{folder} has no place in the layering yet");
        var strays =
            from file in Sources(folder)
            from line in File.ReadLines(file)
            let used = CoreUsing().Match(line).Groups["folder"].Value
            where used != "" && used != folder && !allowed!.Contains(used)
            select $"{Path.GetFileName(file)}: {line}";

        Assert.Empty(strays);
    }

    [Theory]
    [InlineData("Microsoft.EntityFrameworkCore", "Storage")]
    [InlineData("Microsoft.Data.Sqlite", "Storage")]
    [InlineData("Npgsql", "Storage")]
    [InlineData("LLama", "Inference/Engine")]
    [InlineData("Microsoft.AspNetCore(?!.Identity;)", "nowhere")] // password hashing comes as Microsoft.Extensions.Identity.Core under that name
    public void Library_IsMentionedInItsOwnFolderOnly(string library, string home)
    {
        var strays =
            from file in Sources("")
            let place = Path.GetRelativePath(Core, file).Replace('\\', '/')
            where !place.StartsWith(home + "/", StringComparison.Ordinal)
            from line in File.ReadLines(file)
            where Regex.IsMatch(line, $@"^\s*(global )?using (static )?{library}(\.|;| )")
            select $"{place}: {line}";

        Assert.Empty(strays);
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Core, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(Core, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    [GeneratedRegex(@"^using (static |\w+ = )?Workbench\.Core\.(?<folder>\w+)")]
    private static partial Regex CoreUsing();
}
