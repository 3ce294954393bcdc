using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Compliance;
using Workbench.Core.Findings;
using Workbench.Core.Language;
using Workbench.Core.Reports;
using Workbench.Core.Storage.Findings;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>clause list|answer</c>.</summary>
public static class ClauseCommands
{
    public static void AddTo(IConfigurator<CommandSettings> clause)
    {
        clause.SetDescription("The clauses of an assessment as they stand now: frozen verdicts, answers by document, exceptions, findings.");
        clause.AddCommand<ClauseListCommand>("list").WithDescription("Every clause and the overall conclusion.");
        clause.AddCommand<ClauseAnswerCommand>("answer").WithDescription("Answers a clause that is shown by documents.");
    }

    internal static JsonObject Json(AssessmentView view) => new()
    {
        ["assessment"] = view.Assessment.Id,
        ["assessmentSha256"] = view.Assessment.Sha256,
        ["sha256"] = view.Sha256,
        ["candidates"] = new JsonArray([.. view.Candidates.Select(candidate => new JsonObject
        {
            ["name"] = candidate.Name,
            ["candidateSha256"] = candidate.Hash,
            ["sha256"] = candidate.Sha256,
            ["conclusion"] = FindingNames.Of(candidate.Conclusion),
            ["filing"] = FindingNames.Of(candidate.Overall.Filing),
            ["why"] = AssessmentJson.Why(candidate.Overall, CultureInfo.CurrentUICulture),
            ["clauses"] = new JsonArray([.. candidate.Clauses.Select(clause => new JsonObject
            {
                ["id"] = clause.Clause.Id,
                ["verdict"] = FindingNames.Of(clause.Verdict),
                ["reason"] = clause.Reason.ToString(),
                ["answeredBy"] = clause.Answer?.By,
                ["plan"] = clause.Answer?.Plan,
                ["evidence"] = clause.Answer is { } answer ? new JsonArray([.. answer.Evidence.Select(file => new JsonObject { ["id"] = file.Id, ["sha256"] = file.Sha256 })]) : null,
                ["exceptions"] = new JsonArray([.. clause.Exceptions.Select(exception => JsonValue.Create(exception.Id))]),
                ["findings"] = new JsonArray([.. clause.Findings.Select(finding => JsonValue.Create(finding.Id))]),
            })]),
        })]),
    };

    internal static string Text(AssessmentView view) => string.Join(Environment.NewLine, view.Candidates.SelectMany(candidate => (IEnumerable<string>)
    [
        TerminalText.Line($"{view.Assessment.Id}  {candidate.Name}  {candidate.Overall.Headline(CultureInfo.CurrentUICulture)}  {candidate.Sha256[..12]}"),
        .. AssessCommandText.Why(candidate.Overall),
        .. candidate.Clauses.SelectMany(clause => (IEnumerable<string>)
        [
            TerminalText.Line($"  {clause.Clause.Id,-24}  {FindingNames.Of(clause.Verdict),-19}  {string.Join(' ', clause.Findings.Select(finding => finding.Id))}  {clause.Reason}"),
            .. clause.Excepted.Select(phrase => TerminalText.Line($"    {phrase}")),
        ]),
    ]));
}

/// <summary><c>clause list</c>.</summary>
public sealed class ClauseListCommand : AsyncCommand<ClauseListCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<ASSESSMENT>")]
        public string Assessment { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var view = await services.GetRequiredService<IAssessmentViews>().FindAsync(settings.Assessment, cancellationToken) ?? throw new InputException(new InputProblem(new Phrase("Findings.NoSuchAssessment", settings.Assessment), Field: "ASSESSMENT"));
        CommandOutput.Write(settings.Json, ClauseCommands.Json(view), ClauseCommands.Text(view));
        return ExitCode.Done;
    }
}

/// <summary><c>clause answer</c>.</summary>
public sealed class ClauseAnswerCommand : AsyncCommand<ClauseAnswerCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "<ASSESSMENT>")]
        public string Assessment { get; init; } = "";

        [CommandArgument(1, "<CLAUSE>")]
        public string Clause { get; init; } = "";

        [CommandOption("--verdict <VERDICT>", isRequired: true)]
        [Description("conforms, does-not-conform or not-applicable.")]
        public string Verdict { get; init; } = "";

        [CommandOption("--reason <TEXT>")]
        [Description("Why; kept in the log.")]
        public string Reason { get; init; } = "";

        [CommandOption("--plan <TEXT>")]
        [Description("How and by when it is to conform, of one that does not.")]
        public string? Plan { get; init; }

        [CommandOption("--evidence <ID>")]
        [Description("For example EV-0001; may be repeated.")]
        public string[] Evidence { get; init; } = [];

        [CommandOption("--candidate <NAME>")]
        [Description("All of the assessment's unless told.")]
        public string? Candidate { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken, namesItself: true);
        var verdict = FindingNames.Parse<Verdict>(settings.Verdict) ?? throw new InputException(new InputProblem(new Phrase("Findings.NoVerdict"), Field: "--verdict"));
        await services.GetRequiredService<AnswerStore>().AnswerAsync(settings.Assessment, settings.Candidate, new AnswerDraft(settings.Clause, verdict, settings.Reason, settings.Plan, [.. settings.Evidence]), actor, cancellationToken);
        var view = await services.GetRequiredService<IAssessmentViews>().FindAsync(settings.Assessment, cancellationToken);
        CommandOutput.Write(settings.Json, ClauseCommands.Json(view!), ClauseCommands.Text(view!));
        return ExitCode.Done;
    }
}
