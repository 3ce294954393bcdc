namespace Workbench.Core.Inference.Clients;

/// <summary>Where a model answers over the OpenAI protocol.</summary>
/// <param name="Name">How the workbench calls it.</param>
/// <param name="Address"><c>unix:PATH</c>, or a URL as <c>http://node:8000</c> with or without the ending <c>/v1</c>.</param>
/// <param name="ApiKey">Sent as a bearer token; null sends none.</param>
/// <param name="Model">What the endpoint calls the model; null sends <paramref name="Name"/>.</param>
public sealed record ModelEndpoint(string Name, string Address, string? ApiKey = null, string? Model = null)
{
    public EndpointLimits Limits { get; init; } = EndpointLimits.Default;

    /// <summary>The key stays out of logs.</summary>
    public override string ToString() => $"{Name} ({Address})";
}

/// <summary>How patient a client is with its endpoint.</summary>
/// <param name="Connect">Until a connection stands.</param>
/// <param name="Silence">Longest wait for the next bytes; a long prompt on a small machine takes minutes to read.</param>
/// <param name="LongestRetryAfter">An endpoint that asks for a longer pause is reported as unavailable.</param>
/// <param name="Retries">How often a busy endpoint (429, 503) is asked again.</param>
public sealed record ClientPatience(TimeSpan Connect, TimeSpan Silence, TimeSpan LongestRetryAfter, int Retries)
{
    public static ClientPatience Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(2), 5);
}
