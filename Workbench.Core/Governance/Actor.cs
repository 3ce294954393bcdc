using System.Collections.Immutable;

namespace Workbench.Core.Governance;

/// <summary>What a person may do in a workspace.</summary>
public enum Role
{
    Administrator,
    Researcher,
    Reviewer,
    TeamLead,
    ComplianceOfficer,
    Approver,
    Auditor,
}

/// <summary>Who asks for an operation.</summary>
public sealed record Actor(string Id, string Name, ImmutableHashSet<Role> Roles)
{
    /// <summary>The one person of a workspace without sign-in: every role.</summary>
    public static Actor Owner { get; } = new("owner", "Owner", [.. Enum.GetValues<Role>()]);

    /// <summary>Somebody whose sign-in ended while their page was still open: no role, so nothing is allowed.</summary>
    public static Actor Nobody { get; } = new("nobody", "—", []);

    /// <summary>What the access token they came with was made for; null without a token.</summary>
    public ImmutableHashSet<Permission>? Scope { get; init; }
}
