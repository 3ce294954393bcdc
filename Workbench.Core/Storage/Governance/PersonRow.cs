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

    /// <summary>Null in rows older than it; the first change gives one.</summary>
    public string? SecurityStamp { get; set; }

    public bool MustChangePassword { get; set; }

    public int FailedSignIns { get; set; }

    /// <summary>After too many wrong passwords; ends by itself.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>Locked by an administrator; ends when one says so.</summary>
    public DateTimeOffset? LockedAt { get; set; }

    /// <summary>As <see cref="SealedKey"/> keeps it; there but not yet used while <see cref="SecondFactor"/> is false.</summary>
    public string? AuthenticatorKey { get; set; }

    public bool SecondFactor { get; set; }

    /// <summary>Step of the last code taken.</summary>
    public long? LastCodeStep { get; set; }

    /// <summary>Hashes, separated by commas.</summary>
    public string? RecoveryCodes { get; set; }

    /// <summary>Issuer and subject at the organisation's identity provider, separated by a line break.</summary>
    public string? ExternalLogin { get; set; }

    public DateTimeOffset? LastSignIn { get; set; }

    public DateTimeOffset EnrolledAt { get; set; }

    public ImmutableHashSet<Role> RoleSet => [.. Roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>)];

    public static string Join(IEnumerable<Role> roles) => string.Join(',', roles.Order());

    public Person ToPerson() => new(Id, Name, RoleSet, PasswordHash is not null, EnrolledAt)
    {
        Stamp = SecurityStamp ?? "",
        IsLocked = LockedAt is not null,
        MustChangePassword = MustChangePassword,
        HasSecondFactor = SecondFactor,
        RecoveryCodesLeft = RecoveryCodes?.Split(',', StringSplitOptions.RemoveEmptyEntries).Length ?? 0,
        IsExternal = ExternalLogin is not null,
        LastSignIn = LastSignIn,
    };
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<PersonRow>
{
    public void Configure(EntityTypeBuilder<PersonRow> builder)
    {
        builder.ToTable("People").HasKey(person => person.Id);
        builder.HasIndex(person => person.Name).IsUnique();
        builder.HasIndex(person => person.ExternalLogin).IsUnique();
    }
}
