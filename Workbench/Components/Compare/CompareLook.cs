using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Workbench.Components.Compare;

/// <summary>How the answers are looked at, as the address says.</summary>
/// <param name="Shade">Tokens are shaded by the model's confidence.</param>
/// <param name="Difference">Ids of two answers that are compared by words; null shows the answers.</param>
/// <param name="Inline">The difference as one text, not side by side.</param>
/// <param name="Open">The open drawer: <c>keep</c>, <c>help</c>, <c>branches</c>, or <c>sent-</c> with the id of an answer.</param>
public sealed record CompareLook(bool Shade = true, (int First, int Second)? Difference = null, bool Inline = false, string Open = "")
{
    public static CompareLook Usual { get; } = new();

    /// <summary>The answer whose prompt is shown as it was sent.</summary>
    public int? Sent => Open.StartsWith("sent-", StringComparison.Ordinal) && int.TryParse(Open.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var answer) ? answer : null;

    public static CompareLook Parse(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        string? Value(string name) => query.TryGetValue(name, out var values) ? values.ToString() : null;
        var pair = (Value("diff") ?? "").Split('-');
        (int, int)? difference = pair.Length == 2 && Id(pair[0]) is { } first && Id(pair[1]) is { } second ? (first, second) : null;
        return new CompareLook(Value("conf") != "0", difference, Value("dv") == "inline", Value("open") ?? "");

        static int? Id(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    internal IEnumerable<(string Name, string? Value)> Query() =>
    [
        ("conf", Shade ? null : "0"),
        ("diff", Difference is var (first, second) ? string.Create(CultureInfo.InvariantCulture, $"{first}-{second}") : null),
        ("dv", Inline ? "inline" : null),
        ("open", Open),
    ];
}
