using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Governance;

/// <summary>What not everybody may do.</summary>
public enum Permission
{
    /// <summary>See the workspace at all: whoever has a role.</summary>
    Read,
    LoadModels,
    RunSuites,
    Vote,
    RaceCandidates,
    Assess,
    ProposeDecision,
    DecideDecision,

    /// <summary>Results as files. Not for reviewers, who label blind.</summary>
    ExportResults,
    ExportLog,
    ManagePeople,
    BackUp,
    EditBanks,
    ReviewBanks,

    /// <summary>Say what is done about a finding, and that it is done.</summary>
    AnswerFindings,

    /// <summary>Change the key that signs the log.</summary>
    ManageLog,
}

/// <summary>Which role may do what; asked by the operations themselves, so no page or command can go round it. <see cref="Operations"/> names what needs which.</summary>
public static class Permissions
{
    private static readonly ImmutableDictionary<Permission, ImmutableArray<Role>> Holders = new Dictionary<Permission, ImmutableArray<Role>>
    {
        [Permission.Read] = [.. Enum.GetValues<Role>()],
        [Permission.LoadModels] = [Role.Administrator, Role.Researcher, Role.TeamLead],
        [Permission.RunSuites] = [Role.Administrator, Role.Researcher, Role.TeamLead, Role.ComplianceOfficer],
        [Permission.Vote] = [Role.Administrator, Role.Researcher, Role.Reviewer, Role.TeamLead, Role.ComplianceOfficer, Role.Approver],
        [Permission.RaceCandidates] = [Role.Administrator, Role.Researcher, Role.TeamLead],
        [Permission.Assess] = [Role.Administrator, Role.Researcher, Role.ComplianceOfficer],
        [Permission.ProposeDecision] = [Role.Administrator, Role.ComplianceOfficer, Role.TeamLead],
        [Permission.DecideDecision] = [Role.Approver],
        [Permission.ExportResults] = [Role.Administrator, Role.Researcher, Role.TeamLead, Role.ComplianceOfficer, Role.Approver, Role.Auditor],
        [Permission.ExportLog] = [Role.Administrator, Role.ComplianceOfficer, Role.Approver, Role.Auditor],
        [Permission.ManagePeople] = [Role.Administrator],
        [Permission.BackUp] = [Role.Administrator],
        [Permission.EditBanks] = [Role.Administrator, Role.Researcher, Role.TeamLead, Role.ComplianceOfficer],
        [Permission.AnswerFindings] = [Role.Administrator, Role.Researcher, Role.Reviewer, Role.TeamLead, Role.ComplianceOfficer, Role.Approver],
        [Permission.ManageLog] = [Role.Administrator],
        [Permission.ReviewBanks] = [Role.Administrator, Role.Reviewer, Role.TeamLead, Role.ComplianceOfficer, Role.Approver],
    }.ToImmutableDictionary();

    public static ImmutableArray<Role> RolesWith(Permission permission) => Holders[permission];

    /// <summary>One of the actor's roles holds the permission, and the token they came with, if any, was made for it.</summary>
    public static bool Has(Actor actor, Permission permission) => actor.Scope?.Contains(permission) != false && Holders[permission].Any(actor.Roles.Contains);

    /// <returns>Why the actor may not; null when they may. For pages, so that what is not possible says why before it is tried.</returns>
    public static Phrase? WhyNot(Actor actor, Permission permission) => Has(actor, permission)
        ? null
        : Holders[permission].Any(actor.Roles.Contains) ? new Phrase("Governance.TokenLacks", $"{permission}") : new Phrase($"Governance.Needs.{permission}", Phrase.Person(actor.Name));

    /// <exception cref="NotAllowedException">None of the actor's roles holds the permission, or their token was not made for it.</exception>
    public static void Require(Actor actor, Permission permission)
    {
        if (WhyNot(actor, permission) is { } reason)
        {
            throw new NotAllowedException(reason);
        }
    }
}
