using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Inference.Hosts;

namespace Workbench.Core.Storage.Models;

/// <summary>How a person last had a model loaded; a file has one row.</summary>
internal sealed class LoadSettingsRow
{
    public required string Path { get; set; }

    public int? Context { get; set; }

    public int? Sequences { get; set; }

    public int? Threads { get; set; }

    public string? Device { get; set; }

    public int? GpuLayers { get; set; }

    public string? CacheType { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>Id of the person.</summary>
    public required string By { get; set; }

    public HostSpec ToSpec() => new(Context: Context, Sequences: Sequences, Threads: Threads, Device: Device, GpuLayers: GpuLayers, CacheType: CacheType);
}

internal sealed class LoadSettingsConfiguration : IEntityTypeConfiguration<LoadSettingsRow>
{
    public void Configure(EntityTypeBuilder<LoadSettingsRow> builder) => builder.ToTable("LoadSettings").HasKey(row => row.Path);
}
