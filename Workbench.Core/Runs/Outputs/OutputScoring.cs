using System.Collections.Immutable;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Scoring.Judges;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs.Outputs;

/// <summary>Makes a run of answers that exist already: scored by the suite's scorers, kept and shown like any other, and no candidate is asked; where a judge is to be, the run waits in the queue for it. What a scorer needs beside the text is not there, so that it leaves the cell unscored, with the reason.</summary>
public sealed class OutputScoring(IRunStore store, ScorerRegistry scorers, TimeProvider time)
{
    /// <summary>Answers of a file (<see cref="OutputFile"/>).</summary>
    /// <exception cref="InputException">As in <see cref="OutputFile.Read"/>.</exception>
    public Task<RunHeader> ScoreAsync(PromptSuite suite, string path, string? format, string? candidate, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var outputs = OutputFile.Read(path, format, suite, candidate, time.GetUtcNow());
        ImmutableArray<Candidate> candidates = [.. outputs.Select(output => output.Candidate).Distinct(StringComparer.Ordinal).Select(name => new Candidate(name, Candidate.GivenPrefix + name))];
        return KeepAsync(new RunSpec(suite, candidates) { Caching = RunCaching.Deterministic }, outputs, null, actor, cancellation);
    }

    /// <summary>Answers of an earlier run, scored anew; that run stays as it is.</summary>
    /// <param name="suite">With the same samples, prompts alike, and other scorers or references.</param>
    /// <exception cref="InputException">No such run, or a sample of it is not in the suite, or asks something else there.</exception>
    public async Task<RunHeader> RescoreAsync(string runId, PromptSuite suite, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var run = await store.FindAsync(runId, cancellation).ConfigureAwait(false) ?? throw new InputException(new InputProblem(new Phrase("Runs.NoRun", runId)));
        var before = await store.SuiteAsync(runId, cancellation).ConfigureAwait(false);
        Check(before, run, suite);
        var outputs = new List<SampleResult>();
        await foreach (var result in store.ResultsAsync(runId, cancellation).ConfigureAwait(false))
        {
            outputs.Add(result);
        }

        return await KeepAsync(new RunSpec(suite, run.Candidates, run.Limit, run.Reproducible) { Caching = run.Caching == RunCaching.Off && !run.Reproducible ? RunCaching.Deterministic : run.Caching }, outputs, run, actor, cancellation).ConfigureAwait(false);
    }

    /// <summary>A suite that asks the same and scores otherwise.</summary>
    public static PromptSuite With(PromptSuite suite, ImmutableArray<ScorerSpec> scorers)
    {
        var changed = suite with { Scorers = scorers, Samples = [.. suite.Samples.Select(sample => sample with { Scorers = [] })] };
        return changed with { Sha256 = SuiteCanonical.Hash(changed) };
    }

    private async Task<RunHeader> KeepAsync(RunSpec spec, IReadOnlyCollection<SampleResult> outputs, RunHeader? source, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        RunPlan.Check(spec);
        var samples = spec.Suite.Samples.ToDictionary(sample => sample.Id, StringComparer.Ordinal);
        var run = await store.CreateAsync(spec, actor, cancellation).ConfigureAwait(false);

        // Nobody else takes it up meanwhile; what breaks off here ends as failed, with what was written.
        await store.TryLeaseAsync(run.Id, RunLease.Self, time.GetUtcNow() + TimeSpan.FromHours(1), null, cancellation).ConfigureAwait(false);
        try
        {
            await store.SetStatusAsync(run.Id, RunStatus.Running, actor, cancellation).ConfigureAwait(false);
            foreach (var (candidate, facts) in source?.Models ?? ImmutableSortedDictionary<string, ModelFacts>.Empty)
            {
                await store.SetModelAsync(run.Id, candidate, facts, cancellation).ConfigureAwait(false);
            }

            await store.RecordAsync(run.Id, record => record with { Origin = source is null ? "outputs" : source.Id }, cancellation).ConfigureAwait(false);
            await store.AddAsync(run.Id, outputs.Select(output => Scored(spec.Suite, samples[output.SampleId], output)), actor, cancellation).ConfigureAwait(false);
            var waits = !Judging.JudgePlan.Judges(spec.Suite).IsEmpty && await store.ResultsAsync(run.Id, cancellation).AnyAsync(static result => result.Scores.Any(JudgeScorer.Waits), cancellation).ConfigureAwait(false);
            await store.SetStatusAsync(run.Id, waits ? RunStatus.Queued : RunStatus.Finished, actor, cancellation).ConfigureAwait(false);
        }
        catch (Exception broken)
        {
            await store.FailAsync(run.Id, new Phrase("Runs.RunFailed", FailureWords.Of(broken)), actor, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        finally
        {
            await store.ReleaseAsync(run.Id, RunLease.Self, CancellationToken.None).ConfigureAwait(false);
        }

        return (await store.FindAsync(run.Id, cancellation).ConfigureAwait(false))!;
    }

    private SampleResult Scored(PromptSuite suite, Sample sample, SampleResult output)
    {
        if (output.Error is not null)
        {
            return output with { Scores = [] };
        }

        var text = output.Answer ?? "";
        var known = output.Duration is { } duration ? new ModelOutput(text, output.StopReason ?? StopReason.Stop, OwnUsage(output), duration, output.TimeToFirstToken, output.PromptSent) : null;
        return output with { Scores = scorers.Score(suite, sample, new Answer(text) { Output = known, TokensNotAvailable = new Phrase("Runs.OnlyText") }) };
    }

    // Lengths are of the answer, whatever else was asked for the cell.
    private static ModelUsage OwnUsage(SampleResult output)
    {
        var usage = output.Usage ?? new ModelUsage(0, 0, 0);
        return output.AnswerTokens is { } own ? usage with { Completion = own } : usage;
    }

    private static void Check(PromptSuite before, RunHeader run, PromptSuite suite)
    {
        var now = suite.Samples.ToDictionary(sample => sample.Id, StringComparer.Ordinal);
        ImmutableArray<InputProblem> problems = [.. RunPlan.Samples(before, run.Limit)
            .Select(sample => now.GetValueOrDefault(sample.Id) is not { } same ? new Phrase("Runs.OutputSampleUnknown", sample.Id, suite.Name) : same.Prompt != sample.Prompt ? new Phrase("Runs.PromptChanged", sample.Id) : null)
            .OfType<Phrase>().Take(20).Select(problem => new InputProblem(problem, Field: "--suite"))];
        if (suite.Repeats < before.Repeats)
        {
            problems = problems.Add(new InputProblem(new Phrase("Runs.FewerRepeats", RunPlan.Text(before.Repeats)), Field: "repeats"));
        }

        if (!problems.IsEmpty)
        {
            throw new InputException(problems);
        }
    }
}
