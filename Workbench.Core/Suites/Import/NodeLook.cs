using System.Globalization;

namespace Workbench.Core.Suites.Import;

/// <summary>Ways to look into nodes of documents that have no form of ours.</summary>
internal static class NodeLook
{
    public static SuiteNode? Get(this SuiteMap map, string name) => map.Entries.FirstOrDefault(entry => entry.Name.Text == name).Value is { } value && value is not SuiteScalar { IsNull: true } ? value : null;

    public static string? GetText(this SuiteMap map, string name) => map.Get(name) is SuiteScalar scalar ? scalar.Text : null;

    public static double? GetNumber(this SuiteMap map, string name) =>
        double.TryParse(map.GetText(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>The items of a list, or a single one.</summary>
    public static IReadOnlyList<SuiteNode> Items(this SuiteNode? node) => node is null ? [] : node is SuiteList list ? list.Items : [node];

    /// <summary>As the text of a template: a list or mapping as JSON.</summary>
    public static string AsText(this SuiteNode node) => node is SuiteScalar scalar ? scalar.Text : NodeJson.Write(node);

    /// <returns>The path of a file in the same folder as <paramref name="file"/>; null for any other place.</returns>
    public static string? Beside(string file, string name)
    {
        var plain = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        return plain.Length > 0 && plain == Path.GetFileName(plain) && plain is not ("." or "..") && !plain.Contains('\\', StringComparison.Ordinal) ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, plain) : null;
    }
}
