using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Compliance;
using Workbench.Core.Findings;
using Workbench.Core.Language;
using Workbench.Core.Storage.Findings;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>finding list|show|open|respond|resolve|close|reopen|accept|assign</c>.</summary>
public static class FindingCommands
{
    public static void AddTo(IConfigurator<CommandSettings> finding)
    {
        finding.SetDescription("What assessments and runs brought to light, and what is done about it.");
        finding.AddCommand<FindingListCommand>("list").WithDescription("What is open first, by day.");
        finding.AddCommand<FindingShowCommand>("show").WithDescription("One finding with its steps.");
        finding.AddCommand<FindingOpenCommand>("open").WithDescription("Writes one down; of a clause, its numbers and failing answers are filled in.");
        finding.AddCommand<FindingRespondCommand>("respond").WithDescription("Says what is done about it.");
        finding.AddCommand<FindingResolveCommand>("resolve").WithDescription("Says that it is done.");
        finding.AddCommand<FindingCloseCommand>("close").WithDescription("Closes it, by somebody other than owner and resolver.");
        finding.AddCommand<FindingReopenCommand>("reopen").WithDescription("Opens one again that is resolved or accepted.");
        finding.AddCommand<FindingAcceptCommand>("accept").WithDescription("Accepts its risk, by an approver.");
        finding.AddCommand<FindingAssignCommand>("assign").WithDescription("Gives it to somebody else, or another day.");
    }

    internal static void Print(Finding finding, bool json) => CommandOutput.Write(json, Json(finding), string.Join(Environment.NewLine,
    [
        Line(finding),
        TerminalText.Lines(finding.Content.Fact),
        .. finding.Steps.Select(step => TerminalText.Line(string.Create(CultureInfo.InvariantCulture, $"  {step.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}  {FindingNames.Of(step.Act),-8}  {step.By}  [{step.LogIndex}]  {step.Text}"))),
    ]));

    internal static string Line(Finding finding) => TerminalText.Line(
        $"{finding.Id}  {FindingNames.Of(finding.Status),-11}  {FindingNames.Of(finding.Content.Severity),-11}  {finding.Due:yyyy-MM-dd}{(finding.IsOverdue(Today) ? "!" : " ")}  {finding.Owner}  {finding.Content.AssessmentId ?? finding.Content.RunId} {finding.Content.ClauseId}  {finding.Content.Title}");

    internal static JsonObject Json(Finding finding) => new()
    {
        ["id"] = finding.Id,
        ["status"] = FindingNames.Of(finding.Status),
        ["severity"] = FindingNames.Of(finding.Content.Severity),
        ["title"] = finding.Content.Title,
        ["fact"] = finding.Content.Fact,
        ["assessment"] = finding.Content.AssessmentId,
        ["clause"] = finding.Content.ClauseId,
        ["run"] = finding.Content.RunId,
        ["candidate"] = finding.Content.Candidate,
        ["samples"] = new JsonArray([.. finding.Content.Samples.Select(sample => new JsonObject { ["sample"] = sample.SampleId, ["repeat"] = sample.Repeat })]),
        ["cause"] = finding.Content.Cause,
        ["risk"] = finding.Content.Risk,
        ["recommendation"] = finding.Content.Recommendation,
        ["owner"] = finding.Owner,
        ["due"] = finding.Due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["overdue"] = finding.IsOverdue(Today),
        ["response"] = finding.Response?.Text,
        ["sha256"] = finding.Content.Sha256,
        ["steps"] = new JsonArray([.. finding.Steps.Select(step => new JsonObject
        {
            ["act"] = FindingNames.Of(step.Act),
            ["actor"] = step.By,
            ["text"] = step.Text,
            ["at"] = step.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["logIndex"] = step.LogIndex,
        })]),
    };

    internal static DateOnly Day(string day, string option) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed
        : throw new InputException(new InputProblem(new Phrase("Governance.NotADate", day), Field: option));

    internal static T Word<T>(string name, string key, string option)
        where T : struct, Enum => FindingNames.Parse<T>(name) ?? throw new InputException(new InputProblem(new Phrase(key, FindingNames.All<T>()), Field: option));

    internal static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
}

/// <summary><c>finding list</c>.</summary>
public sealed class FindingListCommand : AsyncCommand<FindingListCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--status <STATUS>")]
        [Description("open, in-progress, resolved, accepted or closed.")]
        public string? Status { get; init; }

        [CommandOption("--severity <SEVERITY>")]
        [Description("blocking, major, minor or observation.")]
        public string? Severity { get; init; }

        [CommandOption("--owner <PERSON>")]
        public string? Owner { get; init; }

        [CommandOption("--assessment <ID>")]
        public string? Assessment { get; init; }

        [CommandOption("--overdue")]
        public bool Overdue { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var filter = new FindingFilter(
            settings.Status is { } status ? FindingCommands.Word<FindingStatus>(status, "Findings.NoStatus", "--status") : null,
            settings.Severity is { } severity ? FindingCommands.Word<Severity>(severity, "Findings.NoSeverity", "--severity") : null,
            settings.Owner,
            settings.Assessment,
            OverdueOn: settings.Overdue ? FindingCommands.Today : null);
        var findings = await services.GetRequiredService<FindingStore>().ListAsync(filter, int.MaxValue, cancellationToken);
        CommandOutput.Write(
            settings.Json,
            new JsonObject { ["findings"] = new JsonArray([.. findings.Select(FindingCommands.Json)]) },
            findings.IsEmpty ? CommandOutput.Say("FindingNone") : string.Join(Environment.NewLine, findings.Select(FindingCommands.Line)));
        return ExitCode.Done;
    }
}

/// <summary><c>finding show</c>.</summary>
public sealed class FindingShowCommand : AsyncCommand<FindingShowCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<FINDING>")]
        public string Finding { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        FindingCommands.Print(
            await services.GetRequiredService<FindingStore>().FindAsync(settings.Finding, cancellationToken) ?? throw new InputException(new InputProblem(new Phrase("Findings.NoSuchFinding", settings.Finding), Field: "FINDING")),
            settings.Json);
        return ExitCode.Done;
    }
}

/// <summary><c>finding open</c>.</summary>
public sealed class FindingOpenCommand : AsyncCommand<FindingOpenCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandOption("--assessment <ID>")]
        public string? Assessment { get; init; }

        [CommandOption("--clause <ID>")]
        public string? Clause { get; init; }

        [CommandOption("--run <ID>")]
        [Description("For one found in a run without an assessment.")]
        public string? Run { get; init; }

        [CommandOption("--candidate <NAME>")]
        public string? Candidate { get; init; }

        [CommandOption("--sample <ID>")]
        [Description("An answer that shows it; may be repeated.")]
        public string[] Samples { get; init; } = [];

        [CommandOption("--severity <SEVERITY>")]
        [Description("blocking, major, minor or observation.")]
        public string? Severity { get; init; }

        [CommandOption("--title <TEXT>")]
        public string? Title { get; init; }

        [CommandOption("--fact <TEXT>")]
        public string? Fact { get; init; }

        [CommandOption("--cause <TEXT>")]
        public string? Cause { get; init; }

        [CommandOption("--risk <TEXT>")]
        public string? Risk { get; init; }

        [CommandOption("--recommendation <TEXT>")]
        public string? Recommendation { get; init; }

        [CommandOption("--owner <PERSON>", isRequired: true)]
        [Description("Id or name of who has to deal with it.")]
        public string Owner { get; init; } = "";

        [CommandOption("--due <DATE>", isRequired: true)]
        [Description("Last day, for example 2027-05-16.")]
        public string Due { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken, namesItself: true);
        var prefill = await PrefillAsync(services.GetRequiredService<IAssessmentViews>(), settings, cancellationToken);
        var draft = new FindingDraft(
            settings.Severity is { } severity ? FindingCommands.Word<Severity>(severity, "Findings.NoSeverity", "--severity") : prefill?.Severity ?? throw new InputException(new InputProblem(new Phrase("Findings.NoSeverity", FindingNames.All<Severity>()), Field: "--severity")),
            settings.Title ?? prefill?.Title ?? "",
            settings.Fact ?? prefill?.Fact ?? "",
            settings.Assessment,
            settings.Clause,
            settings.Run,
            settings.Candidate,
            settings.Samples.Length > 0 || prefill is null ? [.. settings.Samples.Select(id => new SampleReference(id, 0))] : prefill.Samples,
            settings.Cause,
            settings.Risk,
            settings.Recommendation,
            settings.Owner,
            FindingCommands.Day(settings.Due, "--due"));
        FindingCommands.Print(await services.GetRequiredService<FindingStore>().OpenAsync(draft, actor, cancellationToken), settings.Json);
        return ExitCode.Done;
    }

    private static async Task<FindingPrefill?> PrefillAsync(IAssessmentViews views, Settings settings, CancellationToken cancellation)
    {
        if (settings is not { Assessment: { } assessment, Clause: { } clause } || await views.FindAsync(assessment, cancellation) is not { } view)
        {
            return null;
        }

        return Prefill(view, clause, settings.Candidate, CultureInfo.CurrentUICulture);
    }

    /// <returns>Null where the clause is not there, or nobody said of which candidate.</returns>
    internal static FindingPrefill? Prefill(AssessmentView view, string clause, string? name, CultureInfo culture)
    {
        var candidate = name is not null ? view.Of(name) : view.Candidates.Length == 1 ? view.Candidates[0] : null;
        return candidate?.Clauses.FirstOrDefault(one => one.Clause.Id == clause) is { } found ? FindingPrefill.Of(found, culture) : null;
    }
}

/// <summary>Options of a step on a finding.</summary>
public class FindingStepSettings : ActingSettings
{
    [CommandArgument(0, "<FINDING>")]
    [Description("For example F-0001.")]
    public string Finding { get; init; } = "";

    [CommandOption("--text <TEXT>")]
    [Description("What is said with the step; kept in the log.")]
    public string Text { get; init; } = "";
}
