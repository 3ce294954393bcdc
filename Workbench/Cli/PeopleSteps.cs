using System.ComponentModel;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Storage.Governance;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>people roles</c>.</summary>
public sealed class PeopleRolesCommand : AsyncCommand<PeopleRolesCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "<PERSON>")]
        [Description("Id or name.")]
        public required string Person { get; init; }

        [CommandOption("--role <ROLE>", isRequired: true)]
        [Description("May be repeated: Administrator, Researcher, Reviewer, TeamLead, ComplianceOfficer, Approver, Auditor.")]
        public string[] Roles { get; init; } = [];
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var roles = PeopleCommands.ReadRoles(settings.Roles);
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var people = services.GetRequiredService<PeopleStore>();
        var id = (await people.FindAsync(settings.Person, cancellationToken))?.Id ?? settings.Person;
        var person = await people.SetRolesAsync(id, roles, await settings.ActorAsync(services, cancellationToken), cancellationToken);
        CommandOutput.Write(settings.Json, PeopleCommands.Describe(person), $"{person.Id}  {person.Name}  {string.Join(", ", person.Roles.Order())}");
        return ExitCode.Done;
    }
}

/// <summary><c>people lock|unlock|reset|erase</c>: one step about one person.</summary>
public sealed class PeopleStepCommand : AsyncCommand<PeopleStepCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "<PERSON>")]
        [Description("Id or name.")]
        public required string Person { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var people = services.GetRequiredService<PeopleStore>();
        var id = (await people.FindAsync(settings.Person, cancellationToken))?.Id ?? settings.Person;
        var actor = await settings.ActorAsync(services, cancellationToken);
        string? password = null;
        switch ((string)context.Data!)
        {
            case "lock":
                await people.LockAsync(id, actor, cancellationToken);
                break;
            case "unlock":
                await people.UnlockAsync(id, actor, cancellationToken);
                break;
            case "erase":
                await people.EraseAsync(id, actor, cancellationToken);
                break;
            default:
                password = await people.ResetAsync(id, actor, cancellationToken);
                break;
        }

        var document = PeopleCommands.Describe((await people.FindByIdAsync(id, cancellationToken))!);
        if (password is not null)
        {
            document["password"] = password;
        }

        CommandOutput.Write(settings.Json, document, password ?? id);
        return ExitCode.Done;
    }
}
