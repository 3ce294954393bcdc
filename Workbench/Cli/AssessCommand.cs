using System.Collections.Immutable;
using System.ComponentModel;
using Spectre.Console.Cli;
using Workbench.Core.Compliance;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>assess</c>: a finished run against a policy pack, clause by clause.</summary>
public sealed class AssessCommand : AsyncCommand<AssessCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "<RUN>")]
        [Description("The run, for example R-0001.")]
        public required string Run { get; init; }

        [CommandOption("--policy <PACK>", isRequired: true)]
        [Description("A policy pack: its id, its file's name, or a path; may be given several times.")]
        public required string[] Policy { get; init; }

        [CommandOption("--candidate <NAME>")]
        [Description("Only this candidate.")]
        public string? Candidate { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var catalog = services.GetRequiredService<PackCatalog>();
        ImmutableArray<PolicyPack> packs = [.. settings.Policy.Distinct().Select(catalog.Find)];
        var made = await services.GetRequiredService<RunAssessor>().AssessAsync(settings.Run, packs, settings.Candidate, await settings.ActorAsync(services, cancellationToken), cancellationToken);
        return AssessCommands.Show(made, packs, settings.Json);
    }
}
