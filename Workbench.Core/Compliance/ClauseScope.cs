using Workbench.Core.Suites;

namespace Workbench.Core.Compliance;

/// <summary>Which samples a clause is about.</summary>
internal static class ClauseScope
{
    /// <param name="jurisdiction">Of the pack: a question about another place's law is none of its.</param>
    public static bool Includes(ClauseFilter filter, Sample sample, string jurisdiction = PolicyPack.Anywhere) =>
        (jurisdiction == PolicyPack.Anywhere || sample.Jurisdiction is null || Under(sample.Jurisdiction, jurisdiction, '-')) &&
        (filter.Tags.IsEmpty || filter.Tags.Any(tag => sample.Tags.Any(own => Under(own, tag))))
        && (filter.Languages.IsEmpty || filter.Languages.Any(language => Under(sample.Language, language, '-')))
        && (filter.Regions.IsEmpty || (sample.Region is { } region && filter.Regions.Contains(region, StringComparer.OrdinalIgnoreCase)))
        && (filter.ShouldRefuse is null || filter.ShouldRefuse == sample.ShouldRefuse)
        && (filter.Bank is null || filter.Bank == Bank(sample));

    /// <summary>The bank a question was drawn from; where it was drawn from none, the one it would be in.</summary>
    public static string Bank(Sample sample) =>
        sample.Metadata.TryGetValue("bank", out var bank) ? bank : sample.ShouldRefuse switch { true => "should-refuse", false => "should-answer", null => "generated" };

    /// <summary>Whether <paramref name="own"/> is <paramref name="tag"/> or below it: <c>a.1.c</c> is under <c>a.1</c>, <c>a.11</c> is not.</summary>
    public static bool Under(string own, string tag, char separator = '.') =>
        own.StartsWith(tag, StringComparison.OrdinalIgnoreCase) && (own.Length == tag.Length || own[tag.Length] == separator);
}
