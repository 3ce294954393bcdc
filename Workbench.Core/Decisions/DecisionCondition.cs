namespace Workbench.Core.Decisions;

/// <summary>Something that must hold for an approval to hold.</summary>
/// <param name="Owner">Unit or role that sees to it; null when none was named.</param>
/// <param name="Due">A day or a rhythm, as people say it.</param>
public sealed record DecisionCondition(string Text, string? Owner = null, string? Due = null)
{
    /// <summary>From one line: <c>text | owner | due</c>, the last two optional.</summary>
    public static DecisionCondition Parse(string line)
    {
        var parts = line.Split('|', 3, StringSplitOptions.TrimEntries);
        return new DecisionCondition(parts[0], Part(1), Part(2));

        string? Part(int at) => parts.Length > at && parts[at].Length > 0 ? parts[at] : null;
    }

    /// <summary>The line that <see cref="Parse"/> reads.</summary>
    public string Line => string.Join(" | ", new[] { Text, Owner ?? (Due is null ? null : ""), Due }.Where(part => part is not null));

    public override string ToString() => Text;
}
