using System.Collections.Immutable;
using System.Globalization;
using Workbench.Configuration;
using Workbench.Core.Runs;

namespace Workbench.Components.Runs;

/// <summary>What the form of a new run holds, as its address says it.</summary>
/// <param name="Suite">Name, or <c>name@version</c>.</param>
/// <param name="To">A run that gets more candidates; its suite and mode are fixed.</param>
/// <param name="Candidates">As <see cref="CandidateDraft.Text"/>; empty takes the usual ones.</param>
public sealed record NewRunView(string? Suite, string? To, ImmutableArray<string> Candidates, int? Limit, int? Repeats, bool Reproducible, RunPriority Priority, RunCaching? Caching)
{
    /// <summary>Nothing chosen: answers are taken from earlier runs where they are determined, but where the point is to ask again.</summary>
    public RunCaching CachingNow => Caching ?? (Reproducible ? RunCaching.Off : RunCaching.Deterministic);

    public string Url() => WorkbenchUrls.NewRunView(
    [
        ("suite", Suite),
        ("to", To),
        .. Candidates.Select(static candidate => ("c", (string?)candidate)),
        ("limit", Limit?.ToString(CultureInfo.InvariantCulture)),
        ("repeats", Repeats?.ToString(CultureInfo.InvariantCulture)),
        ("mode", Reproducible ? "reproducible" : null),
        ("priority", Priority == RunPriority.Normal ? null : RunExport.Word<RunPriority>(Priority)),
        ("cache", Caching is { } caching ? RunExport.Word<RunCaching>(caching) : null),
    ]);

    /// <summary>What is no such word is as if it were not there.</summary>
    public static T? Parse<T>(string? word)
        where T : struct, Enum => Enum.TryParse<T>(word, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;
}
