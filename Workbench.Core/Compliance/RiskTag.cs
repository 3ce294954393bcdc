using System.Globalization;
using Workbench.Core.Banks;
using Workbench.Core.Suites;

namespace Workbench.Core.Compliance;

/// <summary>The risk or subject that a sample asks about, told by its tags: <c>gbt.a.1.c</c>, <c>aspect.history</c>, <c>culture.festival</c>.</summary>
public static class RiskTag
{
    private static readonly string[] Roots = ["gbt.", "aspect.", "culture."];

    /// <summary>The most exact of its tags; null where it has none of a risk.</summary>
    public static string? Leaf(Sample sample) =>
        sample.Tags.Where(tag => Array.Exists(Roots, root => tag.StartsWith(root, StringComparison.OrdinalIgnoreCase))).MaxBy(tag => tag.Count(letter => letter == '.'));

    /// <summary>The group a leaf belongs to: <c>gbt.a.1</c> for <c>gbt.a.1.c</c>, <c>aspect</c> for <c>aspect.history</c>.</summary>
    public static string Class(string leaf)
    {
        var parts = leaf.Split('.');
        return parts is ["gbt", _, _, ..] ? string.Join('.', parts.Take(3)) : parts[0];
    }

    /// <summary>As the standard writes a risk: <c>A.1.c</c> for <c>gbt.a.1.c</c>; other tags stay as they are.</summary>
    public static string Code(string tag) => BankLeaf(tag) is { Length: > 0 } leaf && leaf != tag ? string.Concat(char.ToUpperInvariant(leaf[0]), leaf[1..]) : tag;

    /// <summary>In words, behind its code: "A.1.c Secession"; a tag that the taxonomy does not know stays as it is.</summary>
    public static string Named(RiskTaxonomy? taxonomy, string tag, CultureInfo culture)
    {
        var id = BankLeaf(tag);
        return Name(taxonomy, tag, culture) is not { } name ? Code(tag) : id.StartsWith("a.", StringComparison.Ordinal) ? $"A{id[1..]} {name}" : name;
    }

    /// <returns>In words alone; null for a tag that the taxonomy does not know.</returns>
    public static string? Name(RiskTaxonomy? taxonomy, string tag, CultureInfo culture)
    {
        var id = BankLeaf(tag);
        return taxonomy?.Find(id)?.In(culture) ?? taxonomy?.Classes.FirstOrDefault(each => each.Id == id)?.In(culture);
    }

    /// <summary>As banks name it: without the standard's prefix.</summary>
    public static string BankLeaf(string tag) => tag.StartsWith("gbt.", StringComparison.OrdinalIgnoreCase) ? tag[4..] : tag;
}
