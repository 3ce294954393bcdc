namespace Workbench.Core.Inference.Clients;

/// <summary>How much may be asked of an endpoint, and how patiently. A person's own question takes no seat and is not rationed.</summary>
/// <param name="Concurrency">Requests in flight.</param>
/// <param name="RequestsPerMinute">Null has no limit.</param>
/// <param name="TokensPerMinute">Of prompts and answers together; null has no limit. What a request may take at most is reserved, what it did not take is given back.</param>
/// <param name="Retries">How often a request that failed in passing is made again.</param>
/// <param name="BreakAfter">Failures in a row, without one answer between them, after which nothing is asked for a while.</param>
public sealed record EndpointLimits(int Concurrency = 8, int? RequestsPerMinute = null, int? TokensPerMinute = null, int Retries = 5, int BreakAfter = 20)
{
    public static EndpointLimits Default { get; } = new();

    /// <summary>Longest time for a whole answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest wait for the next bytes.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>First pause before asking again, doubled each time; each pause is drawn between half of it and all of it.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>An endpoint that asks for a longer pause is reported as unavailable.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(10);
}
