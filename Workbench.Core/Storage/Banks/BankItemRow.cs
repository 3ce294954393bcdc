using System.Collections.Immutable;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Banks;

namespace Workbench.Core.Storage.Banks;

internal sealed class BankItemRow
{
    public long Number { get; init; }

    public BankKind Kind { get; set; }

    public required string Leaf { get; set; }

    public required string Language { get; set; }

    public required string Text { get; set; }

    /// <summary>Of <see cref="BankRules.Key"/>: one question is in a bank once.</summary>
    public required string TextKey { get; set; }

    public string? Target { get; set; }

    /// <summary>Set apart by U+001F.</summary>
    public string Choices { get; set; } = "";

    public string? Cluster { get; set; }

    public string? Expected { get; set; }

    public string? Source { get; set; }

    public string? License { get; set; }

    public string? Note { get; set; }

    /// <summary>Year-month-day, so that texts sort as days do.</summary>
    public string? Due { get; set; }

    public BankItemState State { get; set; }

    /// <summary>Ids of people, each between two bars.</summary>
    public required string Writers { get; set; }

    public string? ReviewedBy { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public DateTimeOffset? ReviewedAt { get; set; }

    public int Revision { get; set; }

    public static string Id(long number) => string.Create(CultureInfo.InvariantCulture, $"Q-{number:00000}");

    /// <returns>0, which no question has, for what is no question's id.</returns>
    public static long NumberOf(string id) => id.StartsWith("Q-", StringComparison.OrdinalIgnoreCase) && long.TryParse(id.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public void Take(BankDraft draft)
    {
        (Kind, Leaf, Language, Text, TextKey) = (draft.Kind, draft.Leaf, draft.Language, draft.Text.Trim(), BankRules.Key(draft));
        (Target, Choices, Cluster, Expected) = (draft.Target, string.Join('\u001F', draft.Choices), draft.Cluster, draft.Expected);
        (Source, License, Note, Due) = (draft.Source, draft.License, draft.Note, draft.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    public BankDraft ToDraft() => new(Kind, Leaf, Language, Text)
    {
        Target = Target,
        Choices = [.. Choices.Split('\u001F', StringSplitOptions.RemoveEmptyEntries)],
        Cluster = Cluster,
        Expected = Expected,
        Source = Source,
        License = License,
        Note = Note,
        Due = Due is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
    };

    public BankItem ToItem() => new(Id(Number), ToDraft(), State, WriterIds(), ReviewedBy, ChangedAt, ReviewedAt, Revision);

    public ImmutableArray<string> WriterIds() => [.. Writers.Split('|', StringSplitOptions.RemoveEmptyEntries)];

    public void Wrote(string id) => Writers = WriterIds().Contains(id) ? Writers : $"{(Writers.Length == 0 ? "|" : Writers)}{id}|";
}

internal sealed class BankItemConfiguration : IEntityTypeConfiguration<BankItemRow>
{
    public void Configure(EntityTypeBuilder<BankItemRow> builder)
    {
        builder.ToTable("BankItems").HasKey(row => row.Number);
        builder.Property(row => row.Number).ValueGeneratedOnAdd();
        builder.Property(row => row.Kind).HasConversion<string>();
        builder.Property(row => row.State).HasConversion<string>();

        // Coverage counts by these; the list and the queue filter by them and turn pages by number.
        builder.HasIndex(row => new { row.Kind, row.Leaf, row.State, row.Language });
        builder.HasIndex(row => new { row.State, row.Number });
        builder.HasIndex(row => row.TextKey);
    }
}
