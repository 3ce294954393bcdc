using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Judging;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Suites;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>run</c>: a suite on candidates, to its end or as far as it gets; then what it found.</summary>
public sealed class RunCommand : AsyncCommand<RunCommand.Settings>
{
    private const int RecentRuns = 100;

    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "[SUITE]")]
        [Description("A suite file, or the name of a catalogued suite; not with --to.")]
        public string Suite { get; init; } = "";

        [CommandArgument(1, "[MODELS]")]
        [Description("More models, after --model.")]
        public string[] MoreModels { get; init; } = [];

        [CommandOption("--model <MODEL>")]
        [Description("A GGUF path, a catalogued name, an endpoint, or null:empty|echo|random|refuse; may be repeated.")]
        public string[] Models { get; init; } = [];

        [CommandOption("--out <DIR>")]
        [Description("Also writes results.jsonl, summary.json, suite.json and, last, manifest.json there.")]
        public string? Out { get; init; }

        [CommandOption("--reproducible")]
        [Description("Same bytes every time, one answer at a time.")]
        public bool Reproducible { get; init; }

        [CommandOption("--resume")]
        [Description("Goes on with the newest unfinished run of the same suite and models, or with the newest whose judge could not be asked.")]
        public bool Resume { get; init; }

        [CommandOption("--limit <N>")]
        [Description("Only the first N samples.")]
        public int? Limit { get; init; }

        [CommandOption("--repeats <N>")]
        [Description("Answers drawn per sample, in place of the suite's number.")]
        public int? Repeats { get; init; }

        [CommandOption("--to <RUN>")]
        [Description("Adds the models to a run that is not being worked on, such as R-0001; its answers stay as they are.")]
        public string? To { get; init; }

        [CommandOption("--retry-errors")]
        [Description("With --to: asks again what ended in errors; models need not be given.")]
        public bool RetryErrors { get; init; }

        [CommandOption("--priority <PRIORITY>")]
        [Description("low, normal or high: which run goes first where several wait.")]
        public string? Priority { get; init; }

        [CommandOption("--no-cache")]
        [Description("Asks everything anew. Without it, answers of an earlier run that asked exactly the same are taken, where a seed or temperature 0 determines them; never in reproducible mode.")]
        public bool NoCache { get; init; }

        [CommandOption("--cache-all")]
        [Description("Takes earlier answers also of endpoints that don't tell what file answers, of asks drawn at random, and in reproducible mode.")]
        public bool CacheAll { get; init; }

        [CommandOption("--judge <MODEL>")]
        [Description("The model, kept candidate or endpoint that judges, in place of the suite's judges; beside its scorers where it has none.")]
        public string? Judge { get; init; }

        [CommandOption("--gate <EXPR>")]
        [Description("For example demo-knows:claim-outcome.made-up<0.1; exit status 1 when it does not hold. May be repeated.")]
        public string[] Gates { get; init; } = [];
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var control = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        ImmutableArray<GateExpression> gates = [.. settings.Gates.Select(GateExpression.Parse)];
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var store = services.GetRequiredService<IRunStore>();
        var actor = await settings.ActorAsync(services, cancellationToken);
        var run = settings.To is null ? await BeginAsync(services, settings, gates, actor, interrupt.Token) : await ContinueAsync(services, settings, actor, interrupt.Token);
        await WorkAsync(services, run, actor, interrupt.Token);
        var suite = await store.SuiteAsync(run.Id, cancellationToken);
        var summary = await services.GetRequiredService<RunSummaries>().WholeAsync(run.Id, cancellationToken);
        return await RunReport.WriteAsync(summary, suite, gates, summary.Candidates.Sum(static each => each.Cached), store, settings.Out, settings.Json, cancellationToken);

        // The first one pauses the run; a second one ends the command as the system does.
        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = !interrupt.IsCancellationRequested;
            interrupt.Cancel();
        }
    }

    private static async Task<RunHeader> BeginAsync(ServiceProvider services, Settings settings, ImmutableArray<GateExpression> gates, Actor actor, CancellationToken cancellation)
    {
        if (settings.Suite.Length == 0 || settings.RetryErrors)
        {
            throw new InputException(new InputProblem(new Phrase(settings.RetryErrors ? "Runs.RetryOf" : "Runs.NoSuite"), Field: settings.RetryErrors ? "--retry-errors" : "SUITE"));
        }

        var suite = services.GetRequiredService<SuiteCatalog>().Find(settings.Suite);
        suite = settings.Judge is { } judge ? JudgePlan.With(suite, judge) : suite;
        var spec = new RunSpec(suite, CandidateNames.Of([.. settings.Models, .. settings.MoreModels]), settings.Limit, settings.Reproducible)
        {
            Priority = PriorityOf(settings.Priority),
            Repeats = settings.Repeats,
            Caching = settings.NoCache ? RunCaching.Off : settings.CacheAll ? RunCaching.Always : settings.Reproducible ? RunCaching.Off : RunCaching.Deterministic,
        };
        RunPlan.Check(spec);
        foreach (var gate in gates)
        {
            gate.Check(suite, spec.Candidates.Select(candidate => candidate.Name));
        }

        await CheckJudgesAsync(services, suite, cancellation);
        await CheckModelsAsync(services, spec, cancellation);
        var run = settings.Resume ? await UnfinishedAsync(services.GetRequiredService<IRunStore>(), spec, cancellation) ?? await NotJudgedAsync(services, spec, actor, cancellation) : null;
        return run ?? await services.GetRequiredService<RunQueue>().EnqueueAsync(spec, actor, cancellation);
    }

    private static RunPriority PriorityOf(string? word)
    {
        var words = Enum.GetValues<RunPriority>().ToDictionary(static priority => RunExport.Word<RunPriority>(priority)!, StringComparer.OrdinalIgnoreCase);
        return word is null ? RunPriority.Normal
            : words.TryGetValue(word, out var priority) ? priority
            : throw new InputException(new InputProblem(new Phrase("Runs.PriorityUnknown", word), Field: "--priority", Hint: new Phrase("Runs.PrioritiesAre", string.Join(", ", words.Keys))));
    }

    /// <summary>More models, or another try of what failed, in a run that is there.</summary>
    private static async Task<RunHeader> ContinueAsync(ServiceProvider services, Settings settings, Actor actor, CancellationToken cancellation)
    {
        var (store, queue) = (services.GetRequiredService<IRunStore>(), services.GetRequiredService<RunQueue>());
        var run = await store.FindAsync(settings.To!, cancellation) ?? throw new InputException(new InputProblem(new Phrase("Runs.NoRun", settings.To!), Field: "--to"));
        var models = CandidateNames.Of([.. settings.Models, .. settings.Suite.Length > 0 ? [settings.Suite] : Array.Empty<string>(), .. settings.MoreModels]);
        if (!models.IsEmpty || !settings.RetryErrors)
        {
            await CheckModelsAsync(services, new RunSpec(await store.SuiteAsync(run.Id, cancellation), models, run.Limit, run.Reproducible) { Caching = run.Caching }, cancellation);
            run = await queue.AddCandidatesAsync(run.Id, models, actor, cancellation);
        }

        if (settings.RetryErrors)
        {
            await queue.RetryErrorsAsync(run.Id, actor, cancellation);
        }

        return (await store.FindAsync(run.Id, cancellation))!;
    }

    /// <summary>What cannot be used is said before anything is written. One model that can be, or is not needed because all its answers are kept, is enough: the others may have no place beside it, and say so in their cells.</summary>
    private static async Task CheckModelsAsync(ServiceProvider services, RunSpec spec, CancellationToken cancellation)
    {
        ModelAccess.RequireKnown(services, spec.Candidates.Select(candidate => candidate.Model));
        foreach (var candidate in spec.Candidates)
        {
            try
            {
                if (await services.GetRequiredService<Runner>().IsKeptAsync(spec, candidate, cancellation))
                {
                    return;
                }

                using var lease = await services.GetRequiredService<IModelPool>().AcquireAsync(candidate, spec.Reproducible, cancellation);
                return;
            }
            catch (ModelUnavailableException) when (candidate != spec.Candidates[^1])
            {
                // The next one may be there.
            }
        }
    }

    /// <summary>A judge that is nowhere is said before anything is asked.</summary>
    internal static async Task CheckJudgesAsync(ServiceProvider services, PromptSuite suite, CancellationToken cancellation)
    {
        foreach (var judge in JudgePlan.Judges(suite))
        {
            ModelAccess.RequireKnown(services, [(await services.GetRequiredService<CandidateStore>().FindAsync(judge, cancellation))?.Candidate.Model ?? judge]);
        }
    }

    private static async Task<RunHeader?> UnfinishedAsync(IRunStore store, RunSpec spec, CancellationToken cancellation) => (await store.UnfinishedAsync(cancellation)).LastOrDefault(run => IsOf(run, spec));

    /// <summary>The newest run of the same, where it ended with answers that its judge could not be asked about.</summary>
    private static async Task<RunHeader?> NotJudgedAsync(ServiceProvider services, RunSpec spec, Actor actor, CancellationToken cancellation)
    {
        var (store, queue) = (services.GetRequiredService<IRunStore>(), services.GetRequiredService<RunQueue>());
        if (JudgePlan.Judges(spec.Suite).IsEmpty || (await store.OfSuiteAsync(spec.Suite.Name, RecentRuns, cancellation)).FirstOrDefault(run => IsOf(run, spec)) is not { Status: RunStatus.Finished } run)
        {
            return null;
        }

        var again = 0;
        foreach (var problem in (await store.ProblemsAsync(run.Id, cancellation)).Where(static problem => problem.Kind.IsNotJudged))
        {
            again += await queue.RetryErrorsAsync(run.Id, problem.Kind, actor, cancellation);
        }

        return again > 0 ? await store.FindAsync(run.Id, cancellation) : null;
    }

    private static bool IsOf(RunHeader run, RunSpec spec) =>
        run.SuiteSha256 == spec.Suite.Sha256 && run.Limit == spec.Limit && run.Repeats == spec.Repeats && run.Reproducible == spec.Reproducible && run.Candidates.SequenceEqual(spec.Candidates);

    internal static async Task WorkAsync(ServiceProvider services, RunHeader run, Actor actor, CancellationToken cancellation)
    {
        var store = services.GetRequiredService<IRunStore>();
        var progress = Task.CompletedTask;
        try
        {
            if (!await services.GetRequiredService<RunQueue>().ExecuteAsync(run.Id, actor, live => progress = RunProgress.ShowAsync(live), cancellation))
            {
                await WaitAsync(store, run.Id, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // Kept as paused, so that a server of the same workspace does not take it up by itself.
            await store.SetStatusAsync(run.Id, RunStatus.Paused, actor, CancellationToken.None);
            await Console.Error.WriteLineAsync(CommandOutput.Say("RunPaused", run.Id));
            throw;
        }

        await progress;
        if (await store.FindAsync(run.Id, cancellation) is { Status: not RunStatus.Finished } ended)
        {
            throw ended.Problem is { } problem ? new ModelUnavailableException(problem) : new OperationCanceledException();
        }
    }

    /// <summary>A server of the same workspace took the run first: it is waited for.</summary>
    private static async Task WaitAsync(IRunStore store, string runId, CancellationToken cancellation)
    {
        while (await store.FindAsync(runId, cancellation) is { Status: RunStatus.Queued or RunStatus.Running })
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancellation);
        }
    }
}
