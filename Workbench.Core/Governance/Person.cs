using System.Collections.Immutable;

namespace Workbench.Core.Governance;

/// <summary>Somebody enrolled in the workspace.</summary>
/// <param name="Id">Stands in the log instead of the name, so that a name can be erased without breaking the log.</param>
/// <param name="HasPassword">Without one the person signs in through the organisation's provider, or not at all.</param>
public sealed record Person(string Id, string Name, ImmutableHashSet<Role> Roles, bool HasPassword, DateTimeOffset EnrolledAt)
{
    /// <summary>Changes with password, second factor, lock and reset: sessions that carry another one are over.</summary>
    public string Stamp { get; init; } = "";

    /// <summary>Locked by an administrator: can't sign in, and tokens do nothing.</summary>
    public bool IsLocked { get; init; }

    /// <summary>The password was given by somebody else and must be replaced first.</summary>
    public bool MustChangePassword { get; init; }

    public bool HasSecondFactor { get; init; }

    public int RecoveryCodesLeft { get; init; }

    /// <summary>Comes from the organisation's identity provider, which also says the roles.</summary>
    public bool IsExternal { get; init; }

    public DateTimeOffset? LastSignIn { get; init; }

    public bool IsDemo => Id.StartsWith(DemoPeople.Prefix, StringComparison.Ordinal);

    public Actor ToActor() => new(Id, Name, Roles);
}

/// <summary>When a workspace asks who is there.</summary>
public static class SignInPolicy
{
    /// <summary>Not for one person on loopback; always with several people, when other machines can reach the workbench, or when accounts were asked for.</summary>
    public static bool IsRequired(int enrolled, bool listensBeyondLoopback, bool accounts = false) => enrolled > 1 || listensBeyondLoopback || accounts;
}

/// <summary>The people of a demonstration workspace: one per role.</summary>
public static class DemoPeople
{
    public const string Prefix = "demo-";

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
