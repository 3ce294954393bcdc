using System.ComponentModel;
using System.Globalization;
using Spectre.Console.Cli;
using Workbench.Core.Compliance;
using Workbench.Core.Reports;
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
        [Description("A policy pack: its id, its file's name, or a path.")]
        public required string Policy { get; init; }

        [CommandOption("--candidate <NAME>")]
        [Description("Only this candidate.")]
        public string? Candidate { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var pack = services.GetRequiredService<PackCatalog>().Find(settings.Policy);
        var assessment = await services.GetRequiredService<RunAssessor>().AssessAsync(settings.Run, pack, settings.Candidate, await settings.ActorAsync(services, cancellationToken), cancellationToken);
        Console.Out.WriteLine(settings.Json ? AssessmentJson.Of(assessment, pack, CultureInfo.CurrentUICulture).ToJsonString(CommandJson.Options) : AssessCommandText.Of(assessment, pack));
        return assessment.Candidates.Any(candidate => candidate.Count(Verdict.DoesNotConform) > 0) ? ExitCode.DidNotHold : ExitCode.Done;
    }
}
