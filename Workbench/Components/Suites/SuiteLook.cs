using System.Globalization;
using Workbench.Configuration;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Components.Suites;

/// <summary>What lists and pages say of a suite.</summary>
internal static class SuiteLook
{
    public static int Clusters(PromptSuite suite) => suite.Samples.Select(sample => sample.Cluster ?? sample.Id).Distinct(StringComparer.Ordinal).Count();

    public static IEnumerable<string> Scorers(PromptSuite suite) => suite.Samples.SelectMany(sample => ScorerRegistry.Specs(suite, sample)).Select(spec => spec.Kind).Distinct(StringComparer.Ordinal);

    public static IEnumerable<string> Languages(PromptSuite suite) => suite.Samples.Select(sample => sample.Language).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>By its name where that is enough, else with the version; <c>check</c> is another page's address.</summary>
    public static string Key(SuiteEntry entry, IEnumerable<SuiteEntry> all) => entry.Suite is { } suite && (entry.Name == "check" || all.Count(each => each.Name == entry.Name) > 1) ? Versioned(suite) : entry.Name;

    public static string Versioned(PromptSuite suite) => $"{suite.Name}@{suite.Version.ToString(CultureInfo.InvariantCulture)}";

    public static SuiteEntry? Find(IReadOnlyCollection<SuiteEntry> all, string key) =>
        all.FirstOrDefault(entry => entry.Suite is { } suite && Versioned(suite) == key) ?? all.FirstOrDefault(entry => entry.Name == key && entry.Suite is not null) ?? all.FirstOrDefault(entry => entry.Name == key);

    public static string Url(SuiteEntry entry, IEnumerable<SuiteEntry> all) => WorkbenchUrls.Suite(Key(entry, all));
}
