using System.Globalization;
using Workbench.Configuration;
using Workbench.Core.Scoring;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;

namespace Workbench.Components.Suites;

/// <summary>What lists and pages say of a suite.</summary>
internal static class SuiteLook
{
    /// <summary>Addresses of other pages, which a suite of that name must not take.</summary>
    private static readonly string[] Taken = ["check", "new"];

    public static int Clusters(PromptSuite suite) => suite.Samples.Select(sample => sample.Cluster ?? sample.Id).Distinct(StringComparer.Ordinal).Count();

    public static IEnumerable<string> Scorers(PromptSuite suite) => suite.Samples.SelectMany(sample => ScorerRegistry.Specs(suite, sample)).Select(spec => spec.Kind).Distinct(StringComparer.Ordinal);

    public static IEnumerable<string> Languages(PromptSuite suite) => suite.Samples.Select(sample => sample.Language).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>By its name where that is enough, else with the version.</summary>
    public static string Key(SuiteEntry entry, IEnumerable<SuiteEntry> all) => entry.Suite is { } suite && (Taken.Contains(entry.Name) || all.Count(each => each.Name == entry.Name) > 1) ? Versioned(suite) : entry.Name;

    public static string Versioned(PromptSuite suite) => $"{suite.Name}@{suite.Version.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The highest version where the key names none.</summary>
    public static SuiteEntry? Find(IReadOnlyCollection<SuiteEntry> all, string key)
    {
        var (name, version) = SuiteCatalog.Parts(key);
        return all.Where(entry => entry.Name == name && (version is null || entry.Suite?.Version == version)).OrderByDescending(entry => entry.Suite?.Version).FirstOrDefault();
    }

    /// <summary>The suite of a file, or as a run kept it; null when neither is there.</summary>
    public static async Task<PromptSuite?> FindAsync(SuiteCatalog catalog, SuiteHistory history, string key, CancellationToken cancellation)
    {
        if (Find(catalog.List(), key) is { Suite: { } filed })
        {
            return filed;
        }

        var (name, version) = SuiteCatalog.Parts(key);
        return await history.FindAsync(name, version, cancellation);
    }

    public static string Url(SuiteEntry entry, IEnumerable<SuiteEntry> all) => WorkbenchUrls.Suite(Key(entry, all));
}
