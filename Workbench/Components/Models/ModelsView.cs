using System.Collections.Immutable;
using System.Globalization;
using Workbench.Configuration;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Components.Models;

/// <summary>Everything about the models page that its address holds.</summary>
/// <param name="Open">The model whose drawer is open.</param>
/// <param name="Tab">Of the drawer; null for the first.</param>
/// <param name="Search">Within the open tab.</param>
/// <param name="Page">Within the open tab, from 1.</param>
/// <param name="Show"><c>loaded</c>, <c>fits</c>, <c>other</c> or <c>problems</c>; null for all.</param>
/// <param name="Set">Models chosen to be loaded together.</param>
public sealed record ModelsView(string? Open, string? Tab, string? Search, int Page, string? Filter, string? Show, ImmutableArray<string> Set, int? Context, int? Sequences, string? Cache)
{
    /// <summary>How the set is to be loaded.</summary>
    public HostSpec Spec => new(Context: Context, Sequences: Sequences, CacheType: Cache);

    public string Url => WorkbenchUrls.ModelsView(
    [
        ("model", Open),
        ("tab", Tab),
        ("q", Search),
        ("p", Page > 1 ? Number(Page) : null),
        ("filter", Filter),
        ("show", Show),
        .. Set.Select(name => ("set", (string?)name)),
        ("context", Number(Context)),
        ("sequences", Number(Sequences)),
        ("kv", Cache),
    ]);

    /// <summary>The drawer of a model, at a tab.</summary>
    public ModelsView At(string? model, string? tab = null) => this with { Open = model, Tab = tab, Search = null, Page = 1 };

    /// <summary>With a model put into the set or taken out of it.</summary>
    public ModelsView Toggled(string model) => this with { Set = Set.Contains(model) ? Set.Remove(model) : Set.Add(model) };

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
