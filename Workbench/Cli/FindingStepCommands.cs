using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Findings;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Findings;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary>A step that somebody takes on a finding.</summary>
public abstract class FindingStepCommand<TSettings> : AsyncCommand<TSettings>
    where TSettings : FindingStepSettings
{
    public sealed override async Task<int> ExecuteAsync(CommandContext context, TSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken, namesItself: true);
        FindingCommands.Print(await StepAsync(services.GetRequiredService<FindingStore>(), settings, actor, cancellationToken), settings.Json);
        return ExitCode.Done;
    }

    protected abstract Task<Finding> StepAsync(FindingStore findings, TSettings settings, Actor actor, CancellationToken cancellation);
}

/// <summary><c>finding respond</c>.</summary>
public sealed class FindingRespondCommand : FindingStepCommand<FindingStepSettings>
{
    protected override Task<Finding> StepAsync(FindingStore findings, FindingStepSettings settings, Actor actor, CancellationToken cancellation) => findings.RespondAsync(settings.Finding, settings.Text, actor, cancellation);
}

/// <summary><c>finding resolve</c>.</summary>
public sealed class FindingResolveCommand : FindingStepCommand<FindingStepSettings>
{
    protected override Task<Finding> StepAsync(FindingStore findings, FindingStepSettings settings, Actor actor, CancellationToken cancellation) => findings.ResolveAsync(settings.Finding, settings.Text, actor, cancellation);
}

/// <summary><c>finding close</c>.</summary>
public sealed class FindingCloseCommand : FindingStepCommand<FindingStepSettings>
{
    protected override Task<Finding> StepAsync(FindingStore findings, FindingStepSettings settings, Actor actor, CancellationToken cancellation) => findings.CloseAsync(settings.Finding, settings.Text, actor, cancellation);
}

/// <summary><c>finding reopen</c>.</summary>
public sealed class FindingReopenCommand : FindingStepCommand<FindingStepSettings>
{
    protected override Task<Finding> StepAsync(FindingStore findings, FindingStepSettings settings, Actor actor, CancellationToken cancellation) => findings.ReopenAsync(settings.Finding, settings.Text, actor, cancellation);
}

/// <summary><c>finding accept</c>.</summary>
public sealed class FindingAcceptCommand : FindingStepCommand<FindingStepSettings>
{
    protected override Task<Finding> StepAsync(FindingStore findings, FindingStepSettings settings, Actor actor, CancellationToken cancellation) => findings.AcceptAsync(settings.Finding, settings.Text, actor, cancellation);
}

/// <summary><c>finding assign</c>.</summary>
public sealed class FindingAssignCommand : FindingStepCommand<FindingAssignCommand.Settings>
{
    public sealed class Settings : FindingStepSettings
    {
        [CommandOption("--owner <PERSON>")]
        [Description("As it is unless told.")]
        public string? Owner { get; init; }

        [CommandOption("--due <DATE>")]
        [Description("As it is unless told.")]
        public string? Due { get; init; }
    }

    protected override async Task<Finding> StepAsync(FindingStore findings, Settings settings, Actor actor, CancellationToken cancellation)
    {
        var finding = await findings.FindAsync(settings.Finding, cancellation) ?? throw new InputException(new InputProblem(new Phrase("Findings.NoSuchFinding", settings.Finding), Field: "FINDING"));
        return await findings.AssignAsync(finding.Id, settings.Owner ?? finding.Owner, settings.Due is { } day ? FindingCommands.Day(day, "--due") : finding.Due, settings.Text, actor, cancellation);
    }
}
