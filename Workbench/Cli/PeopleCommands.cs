using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Governance;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>people add|list|roles|lock|unlock|reset|erase</c>.</summary>
public static class PeopleCommands
{
    public static void AddTo(IConfigurator<CommandSettings> people)
    {
        people.SetDescription("People of this workspace and their roles.");
        people.AddCommand<PeopleAddCommand>("add").WithDescription("Enrol a person; the first one owns the workspace.");
        people.AddCommand<PeopleListCommand>("list").WithDescription("Everybody enrolled, with their roles.");
        people.AddCommand<PeopleRolesCommand>("roles").WithDescription("Gives a person these roles and no others.");
        people.AddCommand<PeopleStepCommand>("lock").WithData("lock").WithDescription("Ends a person's sessions and keeps them out.");
        people.AddCommand<PeopleStepCommand>("unlock").WithData("unlock").WithDescription("Lets a person in again.");
        people.AddCommand<PeopleStepCommand>("reset").WithData("reset").WithDescription("A new password for once, shown here; the second factor is gone.");
        people.AddCommand<PeopleStepCommand>("erase").WithData("erase").WithDescription("Erases who the person was; their id stays in the log.");
    }

    internal static JsonObject Describe(Person person) => new()
    {
        ["id"] = person.Id,
        ["name"] = person.Name,
        ["roles"] = new JsonArray([.. person.Roles.Order().Select(role => JsonValue.Create(role.ToString()))]),
        ["hasPassword"] = person.HasPassword,
        ["locked"] = person.IsLocked,
        ["secondFactor"] = person.HasSecondFactor,
    };

    internal static ImmutableHashSet<Role> ReadRoles(string[] names)
    {
        var unknown = names.Where(name => !Enum.GetNames<Role>().Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
        return unknown.Count == 0
            ? [.. names.Select(name => Enum.Parse<Role>(name, ignoreCase: true))]
            : throw new InputException([.. unknown.Select(name => new InputProblem(new Phrase("Governance.NoSuchRole", name, string.Join(", ", Enum.GetNames<Role>())), Field: "--role"))]);
    }
}

/// <summary><c>people add</c>. A password comes from the environment, where neither the shell's history nor the process list shows it.</summary>
public sealed class PeopleAddCommand : AsyncCommand<PeopleAddCommand.Settings>
{
    private const string PasswordVariable = "WORKBENCH_PASSWORD";

    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "<NAME>")]
        [Description("As it is shown, and typed to sign in. The password is taken from WORKBENCH_PASSWORD.")]
        public string Name { get; init; } = "";

        [CommandOption("--role <ROLE>")]
        [Description("May be repeated: Administrator, Researcher, Reviewer, TeamLead, ComplianceOfficer, Approver, Auditor. The first person gets all unless told.")]
        public string[] Roles { get; init; } = [];
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var people = services.GetRequiredService<PeopleStore>();
        var roles = PeopleCommands.ReadRoles(settings.Roles);
        if (settings.Roles.Length == 0 && await people.CountAsync(cancellationToken) == 0)
        {
            roles = Actor.Owner.Roles;
        }

        var actor = await settings.ActorAsync(services, cancellationToken);
        var added = await people.AddAsync(settings.Name, roles, Environment.GetEnvironmentVariable(PasswordVariable), actor, cancellationToken);
        Console.Out.WriteLine(settings.Json ? PeopleCommands.Describe(added).ToJsonString(CommandJson.Options) : $"{added.Id}  {added.Name}");
        return ExitCode.Done;
    }
}

/// <summary><c>people list</c>.</summary>
public sealed class PeopleListCommand : AsyncCommand<WorkspaceSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, WorkspaceSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var people = await services.GetRequiredService<PeopleStore>().ListAsync(cancellationToken);
        if (settings.Json)
        {
            Console.Out.WriteLine(new JsonObject { ["people"] = new JsonArray([.. people.Select(PeopleCommands.Describe)]) }.ToJsonString(CommandJson.Options));
            return ExitCode.Done;
        }

        foreach (var person in people)
        {
            Console.Out.WriteLine($"{person.Id,-18}  {person.Name}  {string.Join(", ", person.Roles.Order())}");
        }

        return ExitCode.Done;
    }
}
