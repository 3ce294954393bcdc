using System.Collections.Immutable;

namespace Workbench.Api;

/// <summary>Operations that have no route, each with the reason; a test finds one that has neither.</summary>
public static class NotOverHttp
{
    public static ImmutableHashSet<string> Names { get; } = ["backup.make", "backup.restore", "comparison.save", "log.anchor", "log.ask-anchor", "run.execute", "token.make", "token.revoke"];

    /// <returns>Null for an operation that has a route.</returns>
    public static string? WhyNot(string operation) => Names.Contains(operation) ? ApiText.Say($"Not.{operation}") : null;
}
