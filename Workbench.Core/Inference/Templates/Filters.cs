namespace Workbench.Core.Inference.Templates;

/// <summary>A filter: the value before the bar, then its arguments.</summary>
internal delegate object? Filter(RenderState state, object? value, Arguments arguments);

/// <summary>Every filter of the subset, by name.</summary>
internal static class Filters
{
    private static readonly Dictionary<string, Filter> Known = new([.. TextFilters.All, .. SequenceFilters.All, .. SelectFilters.All, .. NumberFilters.All], StringComparer.Ordinal);

    public static Filter? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>By a name that a template computes.</summary>
    public static Filter Get(string name) => Find(name) ?? throw new TemplateFailure("TemplateNoFilter", name);
}
