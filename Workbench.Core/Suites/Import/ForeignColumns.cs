using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Suites.Import;

/// <summary>A column of a foreign table.</summary>
/// <param name="Values">Of the first rows.</param>
/// <param name="Field">Field of a sample that its name suggests; null for none.</param>
public sealed record ForeignColumn(string Name, ImmutableArray<string> Values, string? Field);

/// <summary>What a person needs to see of a table before saying which column is what.</summary>
public static class ForeignColumns
{
    private const int FirstRows = 3;

    /// <summary>Fields of a sample that a column can fill.</summary>
    public static ImmutableArray<string> Fields => PlainTable.Known;

    /// <exception cref="InputException">The file can't be read.</exception>
    public static ImmutableArray<ForeignColumn> Read(string path)
    {
        List<SuiteMap> rows = [.. ForeignTable.Read(path, new ImportNotes(path)).Take(FirstRows)];
        ImmutableArray<string> names = [.. rows.SelectMany(row => row.Entries).Select(entry => entry.Name.Text).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Take(ImportBounds.MostColumns)];
        var map = PlainTable.Mapping(null, names, path);
        return [.. names.Select(name => new ForeignColumn(name, [.. rows.Select(row => row.Get(name)).OfType<SuiteNode>().Select(node => node.AsText())], map.FirstOrDefault(pair => pair.Value.Split('+').Contains(name)).Key))];
    }
}
