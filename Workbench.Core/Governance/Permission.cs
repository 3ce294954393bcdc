using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Governance;

/// <summary>Operations that not everybody may do.</summary>
public enum Permission
{
    LoadModels,
    RunSuites,
    Vote,
    RaceCandidates,
    Assess,
    ProposeDecision,
    DecideDecision,
    ExportLog,
    ManagePeople,
}

/// <summary>Which role may do what; asked by the operations themselves, so no page or command can go round it.</summary>
public static class Permissions
{
    private static readonly ImmutableDictionary<Permission, ImmutableArray<Role>> Holders = new Dictionary<Permission, ImmutableArray<Role>>
    {
        [Permission.LoadModels] = [Role.Administrator, Role.Researcher, Role.TeamLead],
        [Permission.RunSuites] = [Role.Administrator, Role.Researcher, Role.TeamLead, Role.ComplianceOfficer],
        [Permission.Vote] = [Role.Administrator, Role.Researcher, Role.Reviewer, Role.TeamLead, Role.ComplianceOfficer, Role.Approver],
        [Permission.RaceCandidates] = [Role.Administrator, Role.Researcher, Role.TeamLead],
        [Permission.Assess] = [Role.Administrator, Role.Researcher, Role.ComplianceOfficer],
        [Permission.ProposeDecision] = [Role.Administrator, Role.ComplianceOfficer, Role.TeamLead],
        [Permission.DecideDecision] = [Role.Approver],
        [Permission.ExportLog] = [Role.Administrator, Role.ComplianceOfficer, Role.Approver, Role.Auditor],
        [Permission.ManagePeople] = [Role.Administrator],
    }.ToImmutableDictionary();

    public static bool Has(Actor actor, Permission permission) => Holders[permission].Any(actor.Roles.Contains);

    /// <exception cref="NotAllowedException">None of the actor's roles holds the permission.</exception>
    public static void Require(Actor actor, Permission permission)
    {
        if (!Has(actor, permission))
        {
            throw new NotAllowedException(new Phrase($"Governance.Needs.{permission}", actor.Name));
        }
    }
}
