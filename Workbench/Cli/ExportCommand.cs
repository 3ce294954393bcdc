using System.ComponentModel;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>export</c>: the cells of a run, as a file or on standard output.</summary>
public sealed class ExportCommand : AsyncCommand<ExportCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<RUN>")]
        [Description("Id of a run, for example R-0001.")]
        public string Run { get; init; } = "";

        [CommandOption("--format <FORMAT>")]
        [Description("jsonl (default) or csv.")]
        public string Format { get; init; } = "jsonl";

        [CommandOption("--out <FILE>")]
        [Description("Without it, standard output.")]
        public string? Out { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        if (settings.Format is not ("jsonl" or "csv"))
        {
            throw new InputException(new InputProblem(new Phrase("Runs.FormatUnknown", settings.Format), Field: "--format", Hint: new Phrase("Runs.FormatsAre")));
        }

        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var store = services.GetRequiredService<IRunStore>();
        if (await store.FindAsync(settings.Run, cancellationToken) is null)
        {
            throw new InputException(new InputProblem(new Phrase("Runs.NoRun", settings.Run)));
        }

        if (settings.Out is null or "-")
        {
            await WriteAsync(store, settings, Console.Out, cancellationToken);
            return ExitCode.Done;
        }

        // Beside the goal first, so that an export that breaks off leaves no half file.
        var target = Path.GetFullPath(settings.Out);
        var half = target + ".part";
        await using (var writer = new StreamWriter(half, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: settings.Format == "csv")))
        {
            await WriteAsync(store, settings, writer, cancellationToken);
        }

        File.Move(half, target, overwrite: true);
        return ExitCode.Done;
    }

    private static async Task WriteAsync(IRunStore store, Settings settings, TextWriter writer, CancellationToken cancellation)
    {
        var suite = await store.SuiteAsync(settings.Run, cancellation);
        var results = store.ResultsAsync(settings.Run, cancellation);
        await (settings.Format == "csv" ? RunExport.WriteCsvAsync(suite, results, writer, cancellation) : RunExport.WriteJsonLinesAsync(suite, results, writer, cancellation));
    }
}
