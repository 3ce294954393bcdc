using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Judging;
using Workbench.Core.Runs.Outputs;
using Workbench.Core.Suites;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>score</c>: scores answers that are there already, of a file or of an earlier run; no candidate is asked, and a judge only where one is wanted.</summary>
public sealed class ScoreCommand : AsyncCommand<ScoreCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandOption("--suite <SUITE>")]
        [Description("A suite file, or the name of a catalogued suite: what was asked and how to score it. With --run, the run's own when left out.")]
        public string? Suite { get; init; }

        [CommandOption("--outputs <FILE>")]
        [Description("Answers: lines of JSON or CSV with sample (or prompt) and answer, results of promptfoo, a log of Inspect.")]
        public string? Outputs { get; init; }

        [CommandOption("--format <FORMAT>")]
        [Description("jsonl, csv, promptfoo or inspect; found out when left out.")]
        public string? Format { get; init; }

        [CommandOption("--candidate <NAME>")]
        [Description("Who answered, where the file does not say; its name when left out.")]
        public string? Candidate { get; init; }

        [CommandOption("--run <RUN>")]
        [Description("Answers of this run, scored anew in a run of their own.")]
        public string? Run { get; init; }

        [CommandOption("--scorer <SCORER>")]
        [Description("Scorers in place of the suite's: kinds, or mappings as a suite file has them, such as '{ kind: judge, model: my-judge }'. May be repeated.")]
        public string[] Scorers { get; init; } = [];

        [CommandOption("--judge <MODEL>")]
        [Description("The model, kept candidate or endpoint that judges, in place of the suite's judges; beside its scorers where it has none.")]
        public string? Judge { get; init; }

        [CommandOption("--out <DIR>")]
        [Description("Also writes results.jsonl, summary.json, suite.json and manifest.json there.")]
        public string? Out { get; init; }

        [CommandOption("--gate <EXPR>")]
        [Description("As with run: exit status 1 when it does not hold. May be repeated.")]
        public string[] Gates { get; init; } = [];
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        Check(settings);
        ImmutableArray<GateExpression> gates = [.. settings.Gates.Select(GateExpression.Parse)];
        ImmutableArray<ScorerSpec> scorers = [.. settings.Scorers.SelectMany(static text => SuiteFile.ParseScorers(text, "--scorer"))];
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken);
        var store = services.GetRequiredService<IRunStore>();
        var scoring = services.GetRequiredService<OutputScoring>();
        var suite = settings.Suite is { } named ? services.GetRequiredService<SuiteCatalog>().Find(named) : await SuiteOfAsync(store, settings.Run!, cancellationToken);
        suite = scorers.IsEmpty ? suite : OutputScoring.With(suite, scorers);
        suite = settings.Judge is { } judge ? JudgePlan.With(suite, judge) : suite;
        foreach (var gate in gates.Where(gate => gate.Candidate is null))
        {
            gate.Check(suite, []);
        }

        await RunCommand.CheckJudgesAsync(services, suite, cancellationToken);
        var run = settings.Run is { } earlier
            ? await scoring.RescoreAsync(earlier, suite, actor, cancellationToken)
            : await scoring.ScoreAsync(suite, settings.Outputs!, settings.Format, settings.Candidate, actor, cancellationToken);
        if (run.Status == RunStatus.Queued)
        {
            await RunCommand.WorkAsync(services, run, actor, cancellationToken);
        }

        var summary = await services.GetRequiredService<RunSummaries>().WholeAsync(run.Id, cancellationToken);
        return await RunReport.WriteAsync(summary, suite, gates, 0, store, settings.Out, settings.Json, cancellationToken);
    }

    private static void Check(Settings settings)
    {
        if (settings.Outputs is null == settings.Run is null)
        {
            throw new InputException(new InputProblem(new Phrase("Runs.ScoreWhat"), Field: "--outputs"));
        }

        if (settings.Outputs is not null && settings.Suite is null)
        {
            throw new InputException(new InputProblem(new Phrase("Runs.NoSuite"), Field: "--suite"));
        }

        if (settings.Outputs is { } file && !File.Exists(file))
        {
            throw new InputException(new InputProblem(new Phrase("Runs.NoFile"), file, Field: "--outputs"));
        }
    }

    private static async Task<PromptSuite> SuiteOfAsync(IRunStore store, string run, CancellationToken cancellation) =>
        await store.FindAsync(run, cancellation) is null ? throw new InputException(new InputProblem(new Phrase("Runs.NoRun", run), Field: "--run")) : await store.SuiteAsync(run, cancellation);
}
