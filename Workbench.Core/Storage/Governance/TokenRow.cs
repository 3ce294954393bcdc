using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Workbench.Core.Governance;

namespace Workbench.Core.Storage.Governance;

internal sealed class TokenRow
{
    public required string Id { get; set; }

    public required string PersonId { get; set; }

    public required string Name { get; set; }

    /// <summary>SHA-256 of what the token says, in hexadecimal.</summary>
    public required string Hash { get; set; }

    /// <summary>Names of permissions, separated by commas.</summary>
    public required string Scope { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public PersonalToken ToToken() => new(Id, PersonId, Name, [.. Scope.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Permission>)], CreatedAt, ExpiresAt, RevokedAt, LastUsedAt);
}

internal sealed class TokenConfiguration : IEntityTypeConfiguration<TokenRow>
{
    public void Configure(EntityTypeBuilder<TokenRow> builder)
    {
        builder.ToTable("Tokens").HasKey(token => token.Id);
        builder.HasIndex(token => token.Hash).IsUnique();
        builder.HasIndex(token => new { token.PersonId, token.CreatedAt });
    }
}
