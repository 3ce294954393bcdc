using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Exports;
using Workbench.Core.Storage.Governance;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>export</c>: the cells of a run, as a file or on standard output.</summary>
public sealed class ExportCommand : AsyncCommand<ExportCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "<RUN>")]
        [Description("Id of a run, for example R-0001.")]
        public string Run { get; init; } = "";

        [CommandOption("--format <FORMAT>")]
        [Description("jsonl (default), csv, xlsx, promptfoo, inspect, lm-eval or junit.")]
        public string Format { get; init; } = "jsonl";

        [CommandOption("--candidate <NAME>")]
        [Description("Only its cells; a log of inspect is then one JSON file, not an archive.")]
        public string? Candidate { get; init; }

        [CommandOption("--out <FILE>")]
        [Description("Without it, standard output; a file that is no text is not written to a terminal unless this is -.")]
        public string? Out { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var wanted = RunExportFormat.Named(settings.Format);
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var source = await ExportSource.OpenAsync(services.GetRequiredService<IRunStore>(), settings.Run, settings.Candidate, cancellationToken);
        var format = wanted.For(source);
        RefuseTerminal(format, settings.Out, isTerminal: !Console.IsOutputRedirected);
        await services.GetRequiredService<ExportJournal>().AdmitAsync("run.exported", source.Run.Id, settings.Format, await settings.ActorAsync(services, cancellationToken), cancellationToken);
        if (settings.Out is null or "-")
        {
            await using var output = Console.OpenStandardOutput();
            await format.Write(source with { Mark = false }, output, cancellationToken);
            return ExitCode.Done;
        }

        await ExportFile.WriteAsync(format, source, settings.Out, cancellationToken);
        return ExitCode.Done;
    }

    /// <exception cref="InputException">An archive would go to a terminal that nobody named.</exception>
    internal static void RefuseTerminal(RunExportFormat format, string? file, bool isTerminal)
    {
        if (file is null && format.IsArchive && isTerminal)
        {
            throw new InputException(new InputProblem(new Phrase("Runs.ArchiveToTerminal", format.Name), Field: "--out", Hint: new Phrase("Runs.NameArchive", $"R-0001{format.Extension}")));
        }
    }
}
