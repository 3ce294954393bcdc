using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Compliance;
using Workbench.Core.Language;
using Workbench.Core.Reports;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Judging;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>assess RUN --policy PACK</c>, and <c>assess plan|run|show|compare</c>.</summary>
public static class AssessCommands
{
    private const string OfRun = "of";
    private static readonly string[] Named = [OfRun, "plan", "run", "show", "compare", "-h", "--help", "-?"];

    public static void AddTo(IConfigurator<CommandSettings> assess)
    {
        assess.SetDescription("Assessments: assess RUN --policy PACK, or one of these.");
        assess.AddCommand<AssessCommand>(OfRun).WithDescription("A finished run against policy packs: assess RUN --policy PACK.");
        assess.AddCommand<AssessPlanCommand>("plan").WithDescription("Fixes packs, questions, candidates and methods before the run.");
        assess.AddCommand<AssessRunCommand>("run").WithDescription("Runs a plan and assesses it.");
        assess.AddCommand<AssessShowCommand>("show").WithDescription("An assessment or a plan.");
        assess.AddCommand<AssessCompareCommand>("compare").WithDescription("Two assessments, or two candidates of one.");
    }

    /// <summary><c>assess RUN …</c> is the oldest form and stays: the run is named in place of a step.</summary>
    public static string[] Plain(string[] args) => args is ["assess", var second, ..] && !Named.Contains(second) ? [args[0], OfRun, .. args[1..]] : args;

    internal static int Show(IReadOnlyCollection<Assessment> made, IReadOnlyCollection<PolicyPack> packs, bool json)
    {
        if (json)
        {
            JsonArray all = new([.. made.Zip(packs, (assessment, pack) => AssessmentJson.Of(assessment, pack, CultureInfo.CurrentUICulture))]);
            Console.Out.WriteLine((made.Count == 1 ? all[0]! : all).ToJsonString(CommandJson.Options));
        }
        else
        {
            Console.Out.WriteLine(string.Join("\n", made.Zip(packs, AssessCommandText.Of)));
        }

        return made.SelectMany(assessment => assessment.Candidates).Any(candidate => candidate.Count(Verdict.DoesNotConform) > 0) ? ExitCode.DidNotHold : ExitCode.Done;
    }

    internal static async Task<(Assessment Assessment, PolicyPack Pack)> FindAsync(IServiceProvider services, string id, CancellationToken cancellation)
    {
        var store = services.GetRequiredService<IAssessmentStore>();
        var assessment = await store.FindAsync(id, cancellation) ?? throw new InputException(new InputProblem(new Phrase("Compliance.NoSuchAssessment", id), Field: "assessment"));
        return (assessment, (await store.PackAsync(assessment.PackSha256, cancellation))!);
    }

    internal static CandidateAssessment Candidate(Assessment assessment, string? name) => name is null ? assessment.Candidates[0]
        : assessment.Candidates.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw new InputException(new InputProblem(new Phrase("Compliance.NoSuchCandidate", name, string.Join(", ", assessment.Candidates.Select(candidate => candidate.Name))), Field: "candidate"));
}

/// <summary><c>assess plan</c>: what each clause can show is told, and the plan is kept unless it is only a look.</summary>
public sealed class AssessPlanCommand : AsyncCommand<AssessPlanCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "[MODELS]")]
        [Description("The candidates: GGUF paths, catalogued names, endpoints.")]
        public string[] Models { get; init; } = [];

        [CommandOption("--policy <PACK>")]
        [Description("A policy pack; may be given several times. Without any: those of the jurisdictions and the field of use.")]
        public string[] Policy { get; init; } = [];

        [CommandOption("--jurisdiction <PLACE>")]
        [Description("CN, EU, SG, US and so on; may be given several times.")]
        public string[] Jurisdiction { get; init; } = [];

        [CommandOption("--field <USE>")]
        [Description("Field of use, for packs that are for some uses only.")]
        public string? Field { get; init; }

        [CommandOption("--draw <BANK>")]
        [Description("BANK=N or BANK=N/LEAF, for example generated=1000 or should-refuse=340/20; may be repeated. Left out: what the packs ask for.")]
        public string[] Draw { get; init; } = [];

        [CommandOption("--language <TAG>")]
        [Description("Only questions in this language; may be repeated.")]
        public string[] Language { get; init; } = [];

        [CommandOption("--seed <N>")]
        [Description("Draws the same questions again; 1 unless told.")]
        public int Seed { get; init; } = 1;

        [CommandOption("--people <N>")]
        [Description("Answers of each candidate that people label; what the packs ask for unless told.")]
        public int? People { get; init; }

        [CommandOption("--twice <SHARE>")]
        [Description("Share of them that two people label; 0.2 unless told.")]
        public double Twice { get; init; } = Core.Labels.LabelRules.UsualShare;

        [CommandOption("--judge <MODEL>")]
        [Description("Model that judges generated content.")]
        public string? Judge { get; init; }

        [CommandOption("--look")]
        [Description("Tells what the plan could show and keeps nothing.")]
        public bool Look { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var (catalog, planner) = (services.GetRequiredService<PackCatalog>(), services.GetRequiredService<AssessmentPlanner>());
        var request = new PlanRequest(
            settings.Policy.Length > 0 ? [.. settings.Policy.Distinct().Select(catalog.Find)] : catalog.For(settings.Jurisdiction, settings.Field), [.. settings.Jurisdiction], CandidateNames.Of(settings.Models))
        {
            FieldOfUse = settings.Field,
            Banks = [.. settings.Draw.Select(Bank)],
            Languages = [.. settings.Language],
            Seed = settings.Seed,
            People = settings.People,
            Twice = settings.Twice,
            Judge = settings.Judge,
        };
        var preview = await planner.PreviewAsync(request, cancellationToken);
        ModelAccess.RequireKnown(services, request.Candidates.Select(candidate => candidate.Model));
        if (JudgePlan.Problems(preview.Suite).ToArray() is { Length: > 0 } problems)
        {
            throw new InputException([.. problems]);
        }

        var plan = settings.Look ? null : await planner.PlanAsync(request, await settings.ActorAsync(services, cancellationToken), cancellationToken);
        CommandOutput.Write(settings.Json, PlanJson.Of(preview, plan), PlanJson.Text(preview, plan));
        return ExitCode.Done;
    }

    private static PlannedBank Bank(string text)
    {
        var parts = text.Split('=', '/');
        return parts.Length is 2 or 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var total)
            && (parts.Length == 2 || int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? new PlannedBank(parts[0], parts.Length == 3 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : null, total)
            : throw new InputException(new InputProblem(new Phrase("Compliance.PlanBankWrong", text), Field: "--draw"));
    }
}

/// <summary><c>assess run AP-0001</c>: the plan's questions to the plan's candidates, then its packs.</summary>
public sealed class AssessRunCommand : AsyncCommand<AssessRunCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "<PLAN>")]
        [Description("The plan, for example AP-0001. One that was run is assessed again, with the labels of today.")]
        public required string Plan { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken);
        var state = await services.GetRequiredService<IPlanStore>().FindAsync(settings.Plan, cancellationToken) ?? throw AssessmentPlanner.NoSuchPlan(settings.Plan);
        var runs = services.GetRequiredService<IRunStore>();
        var run = state.RunId is null ? null : await runs.FindAsync(state.RunId, cancellationToken);
        run = run is null or { Status: RunStatus.Cancelled or RunStatus.Failed } ? await services.GetRequiredService<AssessmentPlanner>().BeginAsync(settings.Plan, actor, cancellationToken) : run;
        if (run.IsUnfinished)
        {
            await services.GetRequiredService<RunQueue>().ResumeAsync(run.Id, actor, cancellationToken);
            await RunCommand.WorkAsync(services, run, actor, cancellationToken);
        }

        var made = await services.GetRequiredService<RunAssessor>().AssessPlanAsync(settings.Plan, actor, cancellationToken);
        var packs = ImmutableArray.CreateBuilder<PolicyPack>();
        foreach (var assessment in made)
        {
            packs.Add((await services.GetRequiredService<IAssessmentStore>().PackAsync(assessment.PackSha256, cancellationToken))!);
        }

        return AssessCommands.Show(made, packs, settings.Json);
    }
}

/// <summary><c>assess show A-0001</c> or <c>AP-0001</c>.</summary>
public sealed class AssessShowCommand : AsyncCommand<AssessShowCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<ID>")]
        [Description("An assessment such as A-0001, or a plan such as AP-0001.")]
        public required string Id { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        if (settings.Id.StartsWith("AP-", StringComparison.OrdinalIgnoreCase))
        {
            var state = await services.GetRequiredService<IPlanStore>().FindAsync(settings.Id, cancellationToken) ?? throw AssessmentPlanner.NoSuchPlan(settings.Id);
            var document = JsonNode.Parse(state.Plan.Content())!.AsObject();
            (document["sha256"], document["run"]) = (state.Plan.Sha256, state.RunId);
            CommandOutput.Write(settings.Json, document, $"{state.Plan.Id}  {state.RunId ?? "-"}  {state.Plan.Sha256}  {string.Join(", ", state.Plan.Packs.Select(pack => pack.Id))}  n {state.Plan.Questions.Length}");
            return ExitCode.Done;
        }

        var (assessment, pack) = await AssessCommands.FindAsync(services, settings.Id, cancellationToken);
        AssessCommands.Show([assessment], [pack], settings.Json);
        return ExitCode.Done;
    }
}

/// <summary><c>assess compare A-0001 A-0002</c>: which clauses moved, and by how much on the same questions.</summary>
public sealed class AssessCompareCommand : AsyncCommand<AssessCompareCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<BEFORE>")]
        public required string Before { get; init; }

        [CommandArgument(1, "[AFTER]")]
        [Description("Left out: two candidates of the first.")]
        public string? After { get; init; }

        [CommandOption("--candidate <NAME>")]
        [Description("Of the first; its first one unless told.")]
        public string? Candidate { get; init; }

        [CommandOption("--other <NAME>")]
        [Description("Of the second; the same name unless told.")]
        public string? Other { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var (before, packBefore) = await AssessCommands.FindAsync(services, settings.Before, cancellationToken);
        var (after, packAfter) = settings.After is null ? (before, packBefore) : await AssessCommands.FindAsync(services, settings.After, cancellationToken);
        var first = AssessCommands.Candidate(before, settings.Candidate);
        var second = AssessCommands.Candidate(after, settings.Other ?? after.Candidates.FirstOrDefault(candidate => candidate.Name == first.Name)?.Name);
        var comparison = AssessmentComparison.Of(first, packBefore, second, packAfter);
        var lines = comparison.Moved.Select(clause => TerminalText.Line($"{clause.Clause.Title}: {ReportWords.Verdict(clause.Before.Verdict)} -> {ReportWords.Verdict(clause.After.Verdict)}  {clause.After.Reason}"));
        var title = $"{before.Id} {first.Name} -> {after.Id} {second.Name}: {ReportWords.Conclusion(first.Conclude(packBefore))} -> {ReportWords.Conclusion(second.Conclude(packAfter))}";
        CommandOutput.Write(settings.Json, AssessmentComparisonJson.Of(before, after, comparison), string.Join(Environment.NewLine, [TerminalText.Line(title), .. lines]));
        return ExitCode.Done;
    }
}
