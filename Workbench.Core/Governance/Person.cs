using System.Collections.Immutable;

namespace Workbench.Core.Governance;

/// <summary>Somebody enrolled in the workspace.</summary>
/// <param name="Id">Stands in the log instead of the name, so that a name can be erased without breaking the log.</param>
/// <param name="HasPassword">Without one the person can't sign in (demonstration people are switched to).</param>
public sealed record Person(string Id, string Name, ImmutableHashSet<Role> Roles, bool HasPassword, DateTimeOffset EnrolledAt)
{
    public Actor ToActor() => new(Id, Name, Roles);
}

/// <summary>When a workspace asks who is there.</summary>
public static class SignInPolicy
{
    /// <summary>Not for one person on loopback; always with several people, or when other machines can reach the workbench.</summary>
    public static bool IsRequired(int enrolled, bool listensBeyondLoopback) => enrolled > 1 || listensBeyondLoopback;
}

/// <summary>The people of a demonstration workspace: one per role.</summary>
public static class DemoPeople
{
    public static ImmutableArray<(string Id, string Name, string ChineseName, Role Role)> All { get; } =
    [
        ("demo-researcher", "Ada Marsh", "马书安", Role.Researcher),
        ("demo-reviewer", "Noor Haddad", "何诺", Role.Reviewer),
        ("demo-lead", "Jonas Weber", "韦佑南", Role.TeamLead),
        ("demo-compliance", "Wen Li", "李雯", Role.ComplianceOfficer),
        ("demo-approver", "Tomas Brandt", "白涛", Role.Approver),
        ("demo-auditor", "Ines Costa", "柯颖", Role.Auditor),
        ("demo-administrator", "Mika Aalto", "艾米嘉", Role.Administrator),
    ];
}
