using System.Collections.Immutable;

namespace Workbench.Core.Evidence;

/// <summary>A file that shows something, as it was given. The file never changes; its links to what it shows may.</summary>
/// <param name="Id">Shown as <c>EV-0001</c>.</param>
/// <param name="Sha256">Of its bytes, 64 lower-case hexadecimal digits; also where it lies.</param>
/// <param name="Name">As given, without folders and marks that mislead.</param>
/// <param name="MediaType">As declared; never trusted, only shown.</param>
/// <param name="By">Id of the person who added it.</param>
/// <param name="ExpiresAt">From when on it shows nothing any more; null for never.</param>
/// <param name="Subjects">What it is evidence for, in order.</param>
public sealed record EvidenceFile(
    string Id,
    string Sha256,
    string Name,
    EvidenceKind Kind,
    string? Note,
    long Bytes,
    string MediaType,
    string By,
    DateTimeOffset At,
    DateTimeOffset? ExpiresAt,
    ImmutableArray<EvidenceSubject> Subjects)
{
    public bool HasExpired(DateTimeOffset now) => ExpiresAt <= now;
}

/// <summary>What somebody says of a file they give.</summary>
/// <param name="Name">Any text; only its last part is kept, cleaned by <see cref="EvidenceRules.CleanName"/>.</param>
/// <param name="MediaType">As the browser or the person says; null when nobody does.</param>
public sealed record EvidenceDraft(string Name, EvidenceKind Kind, string? Note = null, string? MediaType = null, DateTimeOffset? ExpiresAt = null);

/// <summary>An evidence file as something else names it: id, hash and end, so that none can be exchanged unseen.</summary>
public sealed record EvidenceReference(string Id, string Sha256, DateTimeOffset? ExpiresAt = null)
{
    public bool HasExpired(DateTimeOffset now) => ExpiresAt <= now;
}

/// <summary>Which files are meant.</summary>
/// <param name="Subject">Linked to exactly this.</param>
/// <param name="Expired">True: only those; false: only those that still hold; null: all.</param>
public sealed record EvidenceFilter(EvidenceKind? Kind = null, EvidenceSubject? Subject = null, bool? Expired = null, string? Text = null);
