using System.Collections.Immutable;
using Workbench.Core.Governance;

namespace Workbench.Api;

/// <summary>Says which operation of <see cref="Operations"/> a route does; who may not is refused before anything they sent is read.</summary>
public sealed record ApiOperation(Operation Operation);

/// <summary>How much a route takes in, where it is more than usual.</summary>
public sealed record ApiUpload(long MostBytes);

/// <summary>What routes of the API are marked with.</summary>
public static class ApiRouteMarks
{
    private static readonly ImmutableDictionary<string, Operation> ByName = Operations.All.ToImmutableDictionary(operation => operation.Name);

    /// <summary>The route does this operation, and no other.</summary>
    public static RouteHandlerBuilder Does(this RouteHandlerBuilder route, string operation) =>
        route.WithMetadata(new ApiOperation(ByName[operation])).WithDescription($"`{operation}`, needs {ByName[operation].Permission}: {string.Join(", ", Permissions.RolesWith(ByName[operation].Permission))}.");

    /// <summary>The body is a file, of whatever kind it says to be.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, long mostBytes) =>
        route.WithMetadata(new ApiUpload(mostBytes));
}
