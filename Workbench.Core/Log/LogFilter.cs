namespace Workbench.Core.Log;

/// <summary>Which entries are looked for; null takes all.</summary>
/// <param name="Kind">A kind, or the beginning of some that ends in a dot.</param>
/// <param name="Actor">Id of the person.</param>
/// <param name="Until">Before this moment.</param>
public sealed record LogFilter(string? Kind = null, string? Subject = null, string? Actor = null, DateTimeOffset? From = null, DateTimeOffset? Until = null);
