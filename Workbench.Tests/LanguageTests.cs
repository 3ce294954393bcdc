using System.Text.RegularExpressions;
using System.Xml.Linq;
using Workbench.Tests.Shared;

namespace Workbench.Tests;

/// <summary>Every sentence is there in both languages, with the same places for values, and no key that is used is missing.</summary>
public sealed partial class LanguageTests
{
    private static readonly string[] Projects = ["Workbench", "Workbench.Core"];

    public static TheoryData<string> Pairs => [.. Files("*.resx").Where(path => !path.EndsWith(".zh-Hans.resx", StringComparison.Ordinal)).Select(Relative)];

    public static TheoryData<string> Pages => [.. Files("*.razor").Concat(Files("*.cs")).Where(path => Localizer().IsMatch(File.ReadAllText(path))).Select(Relative)];

    [Theory, MemberData(nameof(Pairs))]
    public void Pair_HasTheSameKeysAndPlaceholders(string english)
    {
        var en = Entries(Path.Combine(RepositoryPaths.Root, english));
        var zh = Entries(Path.Combine(RepositoryPaths.Root, english[..^".resx".Length] + ".zh-Hans.resx"));

        Assert.Equal(en.Keys.Order(), zh.Keys.Order());
        Assert.All(en, entry => Assert.NotEqual("", entry.Value.Trim()));
        Assert.All(zh, entry => Assert.NotEqual("", entry.Value.Trim()));
        Assert.All(en, entry => Assert.Equal((entry.Key, Placeholders(entry.Value)), (entry.Key, Placeholders(zh[entry.Key]))));
    }

    [Theory, MemberData(nameof(Pages))]
    public void Page_UsesOnlyKeysThatExist(string page)
    {
        var path = Path.Combine(RepositoryPaths.Root, page);
        var source = File.ReadAllText(path);
        foreach (Match localizer in Localizer().Matches(source))
        {
            var resource = Files($"{localizer.Groups["type"].Value}.resx").Single();
            var keys = Entries(resource).Keys.ToHashSet();
            var used = Regex.Matches(source, $@"\b{localizer.Groups["name"].Value}\[""(?<key>[^""{{}}]+)""").Select(match => match.Groups["key"].Value);
            Assert.Empty(used.Where(key => !keys.Contains(key)).Distinct());
        }
    }

    [Fact]
    public void Phrase_InCode_HasAnEntryInItsFolder()
    {
        var missing =
            from path in Files("*.cs")
            from Match phrase in Phrase().Matches(File.ReadAllText(path))
            let resource = Path.Combine(RepositoryPaths.Root, "Workbench.Core", phrase.Groups["folder"].Value, "Phrases.resx")
            where !File.Exists(resource) || !Entries(resource).ContainsKey(phrase.Groups["key"].Value)
            select $"{Path.GetFileName(path)}: {phrase.Groups["folder"].Value}.{phrase.Groups["key"].Value}";

        Assert.Empty(missing.Distinct());
    }

    private static Dictionary<string, string> Entries(string path)
    {
        Assert.True(File.Exists(path), $"{Relative(path)} is missing");
        return XDocument.Load(path).Root!.Elements("data").ToDictionary(data => (string)data.Attribute("name")!, data => (string?)data.Element("value") ?? "");
    }

    private static string Placeholders(string text) =>
        string.Join(' ', Placeholder().Matches(text).Select(match => match.Groups["n"].Value).Distinct().Order());

    private static IEnumerable<string> Files(string pattern) => Projects
        .SelectMany(project => Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, project), pattern, SearchOption.AllDirectories))
        .Where(path => !Relative(path).Split('/').Any(part => part is "bin" or "obj"));

    private static string Relative(string path) => Path.GetRelativePath(RepositoryPaths.Root, path).Replace('\\', '/');

    [GeneratedRegex(@"\{(?<n>\d+)[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"IStringLocalizer<(?<type>\w+)> (?<name>\w+)")]
    private static partial Regex Localizer();

    [GeneratedRegex(@"Phrase\(""(?<folder>[A-Z]\w+)\.(?<key>[A-Z][\w.]+)""")]
    private static partial Regex Phrase();
}
