using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Api;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Reports;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Exports;
using Workbench.Core.Storage.Governance;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>report</c>: a run, an assessment or a decision as one file.</summary>
public sealed class ReportCommand : AsyncCommand<ReportCommand.Settings>
{
    private static readonly string[] Languages = ["en", "zh-Hans"];

    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "<SUBJECT>")]
        [Description("A run, an assessment or a decision, for example A-0001.")]
        public required string Subject { get; init; }

        [CommandOption("--kind <KIND>")]
        [Description("run, audit, tc260, model-card, decision or comparison; without it what suits the subject.")]
        public string? Kind { get; init; }

        [CommandOption("--format <FORMAT>")]
        [Description("html, pdf, json or xlsx; of a run also junit.")]
        public string Format { get; init; } = "html";

        [CommandOption("--lang <LANG>")]
        [Description("en or zh-Hans.")]
        public string Language { get; init; } = "en";

        [CommandOption("--candidate <NAME>")]
        [Description("One candidate of the subject; a model card and the form of a filing are about one.")]
        public string? Candidate { get; init; }

        [CommandOption("--against <NAME>")]
        [Description("Of a comparison: another candidate of the run, or an earlier run.")]
        public string? Against { get; init; }

        [CommandOption("--address <URL>")]
        [Description("Where the workbench can be reached, for example https://workbench.example.org: the report's numbers then link to their samples there.")]
        public string? Address { get; init; }

        [CommandOption("--out <FILE>", isRequired: true)]
        [Description("The file to write.")]
        public required string Out { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var kind = settings.Kind is null ? (ReportKind?)null : ReportNames.Kind(settings.Kind);
        var culture = Languages.Contains(settings.Language)
            ? CultureInfo.GetCultureInfo(settings.Language)
            : throw new InputException(new InputProblem(new Phrase("Reports.UnknownLanguage", settings.Language), Field: "lang"));
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken);
        var store = services.GetRequiredService<IRunStore>();

        // Without a kind the workbook of a run is the one with a line for each of its scores.
        var cells = settings.Format == "junit" || (settings.Format == "xlsx" && kind is null && settings.Against is null && await store.FindAsync(settings.Subject, cancellationToken) is not null);
        var made = cells
            ? await CellsAsync(services, store, culture, settings, actor, cancellationToken)
            : await services.GetRequiredService<ReportWriter>().ExportAsync(
                new ReportOrder(settings.Subject, ReportNames.Format(settings.Format), culture) { Kind = kind, Candidate = settings.Candidate, Against = settings.Against, Addresses = settings.Address is { } address ? new ReportLinks(address) : null },
                settings.Out,
                actor,
                settings.Json || Console.IsErrorRedirected ? null : new ReportProgressLine(),
                cancellationToken);
        var json = new JsonObject { ["report"] = settings.Subject, ["format"] = settings.Format, ["lang"] = settings.Language, ["out"] = settings.Out };
        if (made is not null)
        {
            (json["kind"], json["sha256"], json["manifest"], json["bytes"]) = (ReportNames.Of(made.Kind), made.Sha256, made.Manifest, made.Bytes);
        }

        Console.Out.WriteLine(settings.Json ? json.ToJsonString(CommandJson.Options) : settings.Out);
        return ExitCode.Done;
    }

    private static async Task<ReportMade?> CellsAsync(IServiceProvider services, IRunStore store, CultureInfo culture, Settings settings, Actor actor, CancellationToken cancellation)
    {
        // Reasons are put into words as they are written.
        CultureInfo.CurrentUICulture = culture;
        Permissions.Require(actor, Permission.ExportResults);
        await ExportFile.WriteAsync(RunExportFormat.Named(settings.Format), await ExportSource.OpenAsync(store, settings.Subject, settings.Candidate, cancellation), settings.Out, cancellation);
        await services.GetRequiredService<ExportJournal>().AdmitAsync("report.exported", settings.Subject, settings.Format, actor, cancellation);
        return null;
    }
}
