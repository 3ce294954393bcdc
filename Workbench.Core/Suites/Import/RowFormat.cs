using System.Collections.Immutable;
using Workbench.Core.Inference;

namespace Workbench.Core.Suites.Import;

/// <summary>A data set whose rows have known columns.</summary>
/// <param name="Columns">All of them tell the format; the more there are, the surer.</param>
/// <param name="License">As its authors publish it; null when it is a format rather than a data set.</param>
/// <param name="Read">Makes a sample of one row; null where it can't, with a problem or a note that says why. The number is that of the row, from 1.</param>
internal sealed record RowFormat(string Name, ImmutableArray<string> Columns, string Language, string? License, ImmutableArray<string> Scorers, Func<ImportRow, int, Sample?> Read)
{
    public GenerateSettings Settings { get; init; } = new();

    public string? Region { get; init; }

    /// <summary>Further samples of the same row, after the first.</summary>
    public Func<ImportRow, Sample, IEnumerable<Sample>> Further { get; init; } = static (_, _) => [];

    /// <summary>What the first row has to look like too, where other tables have the same columns; null asks nothing.</summary>
    public Func<ImportRow, bool>? Looks { get; init; }

    public bool Fits(ImportRow first) => Columns.All(first.Has) && Looks?.Invoke(first) != false;

    public static Sample Sample(string id, string prompt, int line) => new(id, prompt, [], [], [], null, true, null, "", null, null, null, [], [], line);
}
