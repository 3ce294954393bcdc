namespace Workbench.Core.Runs;

/// <summary>Keeps what models answered, by everything that decides the answer. Bounded: what was not used for longest goes first.</summary>
public interface IResponseCache
{
    /// <param name="key">64 hexadecimal digits.</param>
    /// <returns>What was kept; null when nothing is.</returns>
    Task<string?> FindAsync(string key, CancellationToken cancellation);

    Task KeepAsync(string key, string content, CancellationToken cancellation);

    Task<CacheSize> SizeAsync(CancellationToken cancellation);

    Task ClearAsync(CancellationToken cancellation);
}

/// <param name="Bytes">Of the kept answers.</param>
/// <param name="MostBytes">Beyond which the oldest go.</param>
public sealed record CacheSize(int Answers, long Bytes, long MostBytes);
