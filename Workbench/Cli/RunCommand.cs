using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Suites;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>run</c>: a suite on candidates, to its end or as far as it gets; then what it found.</summary>
public sealed class RunCommand : AsyncCommand<RunCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<SUITE>")]
        [Description("A suite file, or the name of a catalogued suite.")]
        public string Suite { get; init; } = "";

        [CommandArgument(1, "[MODELS]")]
        [Description("More models, after --model.")]
        public string[] MoreModels { get; init; } = [];

        [CommandOption("--model <MODEL>")]
        [Description("A GGUF path, a catalogued name, an endpoint, or null:empty|echo|random|refuse; may be repeated.")]
        public string[] Models { get; init; } = [];

        [CommandOption("--out <DIR>")]
        [Description("Also writes run.json, suite.json and results.jsonl there.")]
        public string? Out { get; init; }

        [CommandOption("--reproducible")]
        [Description("Same bytes every time, one answer at a time.")]
        public bool Reproducible { get; init; }

        [CommandOption("--resume")]
        [Description("Goes on with the newest unfinished run of the same suite and models.")]
        public bool Resume { get; init; }

        [CommandOption("--limit <N>")]
        [Description("Only the first N samples.")]
        public int? Limit { get; init; }

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
        var suite = services.GetRequiredService<SuiteCatalog>().Find(settings.Suite);
        var spec = new RunSpec(suite, CandidateNames.Of([.. settings.Models, .. settings.MoreModels]), settings.Limit, settings.Reproducible);
        RunPlan.Check(spec);
        await CheckModelsAsync(services, spec, interrupt.Token);
        var run = settings.Resume ? await UnfinishedAsync(store, spec, interrupt.Token) : null;
        run ??= await services.GetRequiredService<RunQueue>().EnqueueAsync(spec, Actor.Owner, interrupt.Token);
        await WorkAsync(services, run, interrupt.Token);
        var summary = RunSummary.Build((await store.FindAsync(run.Id, cancellationToken))!, suite, await store.ScoresAsync(run.Id, cancellationToken));
        return await RunReport.WriteAsync(summary, suite, gates, store, settings, cancellationToken);

        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupt.Cancel();
        }
    }

    /// <summary>What cannot be used is said before anything is written. Only the first model is loaded for it: the others may have no place beside it.</summary>
    private static async Task CheckModelsAsync(ServiceProvider services, RunSpec spec, CancellationToken cancellation)
    {
        ModelAccess.RequireKnown(services, spec.Candidates.Select(candidate => candidate.Model));
        using var lease = await services.GetRequiredService<IModelPool>().AcquireAsync(spec.Candidates[0], spec.Reproducible, cancellation);
    }

    private static async Task<RunHeader?> UnfinishedAsync(IRunStore store, RunSpec spec, CancellationToken cancellation) =>
        (await store.UnfinishedAsync(cancellation)).LastOrDefault(run =>
            run.SuiteSha256 == spec.Suite.Sha256 && run.Limit == spec.Limit && run.Reproducible == spec.Reproducible && run.Candidates.SequenceEqual(spec.Candidates));

    private static async Task WorkAsync(ServiceProvider services, RunHeader run, CancellationToken cancellation)
    {
        var store = services.GetRequiredService<IRunStore>();
        var progress = Task.CompletedTask;
        try
        {
            if (!await services.GetRequiredService<RunQueue>().ExecuteAsync(run.Id, Actor.Owner, live => progress = RunProgress.ShowAsync(live), cancellation))
            {
                await WaitAsync(store, run.Id, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // Kept as paused, so that a server of the same workspace does not take it up by itself.
            await store.SetStatusAsync(run.Id, RunStatus.Paused, Actor.Owner, CancellationToken.None);
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
