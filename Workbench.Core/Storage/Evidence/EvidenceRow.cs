using System.Collections.Immutable;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Evidence;

namespace Workbench.Core.Storage.Evidence;

internal sealed class EvidenceRow
{
    public int Number { get; set; }

    public required string Sha256 { get; set; }

    public required string Name { get; set; }

    public EvidenceKind Kind { get; set; }

    public string? Note { get; set; }

    public long Bytes { get; set; }

    public required string MediaType { get; set; }

    public required string By { get; set; }

    public DateTimeOffset At { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public List<EvidenceLinkRow> Links { get; } = [];

    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"EV-{number:0000}");

    /// <returns>0, which no file has, for what is no file's id.</returns>
    public static int NumberOf(string? id) =>
        id?.StartsWith("EV-", StringComparison.OrdinalIgnoreCase) == true && int.TryParse(id.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public EvidenceFile ToFile() => new(
        Id(Number), Sha256, Name, Kind, Note, Bytes, MediaType, By, At, ExpiresAt,
        [.. Links.Select(link => link.Subject).Order(StringComparer.Ordinal).Select(EvidenceSubject.TryParse).OfType<EvidenceSubject>()]);
}

internal sealed class EvidenceLinkRow
{
    public int EvidenceNumber { get; set; }

    public required string Subject { get; set; }

    public required string By { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class EvidenceConfiguration : IEntityTypeConfiguration<EvidenceRow>, IEntityTypeConfiguration<EvidenceLinkRow>
{
    public void Configure(EntityTypeBuilder<EvidenceRow> builder)
    {
        builder.ToTable("Evidence").HasKey(row => row.Number);
        builder.Property(row => row.Number).ValueGeneratedNever();
        builder.Property(row => row.Kind).HasConversion<string>();
        builder.HasIndex(row => row.Sha256);
        builder.HasIndex(row => row.ExpiresAt);
        builder.HasMany(row => row.Links).WithOne().HasForeignKey(link => link.EvidenceNumber);
    }

    public void Configure(EntityTypeBuilder<EvidenceLinkRow> builder)
    {
        builder.ToTable("EvidenceLinks").HasKey(link => new { link.EvidenceNumber, link.Subject });
        builder.HasIndex(link => link.Subject);
    }
}
