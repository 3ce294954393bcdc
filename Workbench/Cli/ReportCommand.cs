using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
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

        [CommandOption("--format <FORMAT>")]
        [Description("html, pdf or json; of a run also xlsx or junit.")]
        public string Format { get; init; } = "html";

        [CommandOption("--lang <LANG>")]
        [Description("en or zh-Hans.")]
        public string Language { get; init; } = "en";

        [CommandOption("--out <FILE>", isRequired: true)]
        [Description("The file to write.")]
        public required string Out { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var cells = settings.Format is "xlsx" or "junit" ? RunExportFormat.Named(settings.Format) : null;
        var format = cells is null ? ReadFormat(settings.Format) : default;
        var culture = Languages.Contains(settings.Language)
            ? CultureInfo.GetCultureInfo(settings.Language)
            : throw new InputException(new InputProblem(new Phrase("Reports.UnknownLanguage", settings.Language), Field: "lang"));
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken);
        Permissions.Require(actor, Permission.ExportResults);
        await (cells is null
            ? services.GetRequiredService<ReportWriter>().WriteAsync(settings.Subject, format, culture, settings.Out, cancellationToken)
            : CellsAsync(services.GetRequiredService<IRunStore>(), cells, culture, settings, cancellationToken));
        await services.GetRequiredService<ExportJournal>().AdmitAsync("report.exported", settings.Subject, settings.Format, actor, cancellationToken);
        Console.Out.WriteLine(settings.Json
            ? new JsonObject { ["report"] = settings.Subject, ["format"] = settings.Format, ["lang"] = settings.Language, ["out"] = settings.Out }.ToJsonString(CommandJson.Options)
            : settings.Out);
        return ExitCode.Done;
    }

    private static async Task CellsAsync(IRunStore store, RunExportFormat format, CultureInfo culture, Settings settings, CancellationToken cancellation)
    {
        // Reasons are put into words as they are written.
        CultureInfo.CurrentUICulture = culture;
        await ExportFile.WriteAsync(format, await ExportSource.OpenAsync(store, settings.Subject, null, cancellation), settings.Out, cancellation);
    }

    private static ReportFormat ReadFormat(string name) => name switch
    {
        "html" => ReportFormat.Html,
        "pdf" => ReportFormat.Pdf,
        "json" => ReportFormat.Json,
        _ => throw new InputException(new InputProblem(new Phrase("Reports.UnknownFormat", name, "html, pdf, json, xlsx, junit"), Field: "format")),
    };
}
