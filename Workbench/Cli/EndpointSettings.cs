using System.Collections.Immutable;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Language;

namespace Workbench.Cli;

/// <summary>How much is asked of a remote endpoint: <c>Concurrency</c>, <c>RequestsPerMinute</c>, <c>TokensPerMinute</c>, <c>Retries</c>, <c>BreakAfter</c>, <c>TimeoutSeconds</c>, <c>SilenceSeconds</c>.</summary>
internal static class EndpointSettings
{
    /// <param name="problems">Receives every entry that is no whole number in its range.</param>
    public static EndpointLimits Limits(IConfigurationSection entry, ImmutableArray<InputProblem>.Builder problems)
    {
        var usual = EndpointLimits.Default;
        return new EndpointLimits(
            ModelSettings.Whole(entry, "Concurrency", 1, problems) ?? usual.Concurrency,
            ModelSettings.Whole(entry, "RequestsPerMinute", 1, problems),
            ModelSettings.Whole(entry, "TokensPerMinute", 1, problems),
            ModelSettings.Whole(entry, "Retries", 0, problems) ?? usual.Retries,
            ModelSettings.Whole(entry, "BreakAfter", 1, problems) ?? usual.BreakAfter)
        {
            Timeout = ModelSettings.Whole(entry, "TimeoutSeconds", 1, problems) is { } timeout ? TimeSpan.FromSeconds(timeout) : usual.Timeout,
            Silence = ModelSettings.Whole(entry, "SilenceSeconds", 1, problems) is { } silence ? TimeSpan.FromSeconds(silence) : usual.Silence,
        };
    }
}
