using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Evidence;

/// <summary>Reads evidence files.</summary>
public interface IEvidenceReader
{
    /// <param name="id">For example <c>EV-0001</c>.</param>
    Task<EvidenceFile?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>Those of one subject, oldest first.</summary>
    Task<ImmutableArray<EvidenceFile>> ForAsync(EvidenceSubject subject, CancellationToken cancellation);

    /// <summary>Newest first.</summary>
    /// <param name="before">Id of the last one of the page before.</param>
    Task<ImmutableArray<EvidenceFile>> ListAsync(EvidenceFilter filter, int count, string? before, CancellationToken cancellation);

    Task<int> CountAsync(EvidenceFilter filter, CancellationToken cancellation);

    /// <summary>The bytes, once it is sure that they are those that were given.</summary>
    /// <exception cref="InputException">No such file, or what lies there was lost or changed.</exception>
    Task<Stream> OpenAsync(string id, CancellationToken cancellation);

    /// <summary>Reads every file and holds it against its hash.</summary>
    /// <returns>Those that were lost or changed.</returns>
    Task<ImmutableArray<EvidenceFile>> DamagedAsync(CancellationToken cancellation);
}
