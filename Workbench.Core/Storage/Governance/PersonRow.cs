using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Governance;

namespace Workbench.Core.Storage.Governance;

internal sealed class PersonRow
{
    public required string Id { get; set; }

    public required string Name { get; set; }

    /// <summary>Role names, separated by commas.</summary>
    public required string Roles { get; set; }

    public string? PasswordHash { get; set; }

    public int FailedSignIns { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    public DateTimeOffset EnrolledAt { get; set; }

    public Person ToPerson() => new(Id, Name, [.. Roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>)], PasswordHash is not null, EnrolledAt);
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<PersonRow>
{
    public void Configure(EntityTypeBuilder<PersonRow> builder)
    {
        builder.ToTable("People").HasKey(person => person.Id);
        builder.HasIndex(person => person.Name).IsUnique();
    }
}
