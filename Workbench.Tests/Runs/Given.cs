using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage.Runs;
using Workbench.Core.Suites;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Runs;

/// <summary>Small suites, and a pool whose models answer what the test says.</summary>
internal static class Given
{
    public static PromptSuite Suite(int samples, int repeats = 1) => SuiteFile.Parse(
        $"name: small\nrepeats: {repeats}\nscorers: [ {{ kind: claim-outcome }} ]\nsamples:\n" + string.Concat(Enumerable.Range(0, samples).Select(index =>
            $"  - {{ id: s{index}, prompt: \"Question {index}?\", target: \"answer {index}\", cluster: c{index / 2}, language: {(index % 2 == 0 ? "en" : "zh-Hans")}, region: {(index % 3 == 0 ? "CN" : "EU")}, tags: [t{index % 5}] }}\n")),
        "small.yaml");

    public static RunSpec Spec(PromptSuite suite, params string[] candidates) => new(suite, [.. candidates.Select(name => new Candidate(name, name))]);

    public static SampleResult Result(string sample, string candidate, Outcome outcome = Outcome.Correct, string answer = "answer", int repeat = 0) => new(
        sample, candidate, repeat, $"<user>{sample}", answer, StopReason.Stop, new ModelUsage(7, 3, 2), TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(5),
        [new Score("claim-outcome", outcome, outcome == Outcome.Correct ? 1 : 0, answer, new Phrase("Scoring.NamesTarget", answer))], null, new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    public static SampleResult Error(string sample, string candidate) =>
        new(sample, candidate, 0, null, null, null, null, null, null, [], new Phrase("Runs.ModelLost", "x"), new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    public static (RunStore Store, Runner Runner, RunQueue Queue) Runs(TestDatabase database, FakePool pool)
    {
        var store = new RunStore(database.Factory, TimeProvider.System);
        var runner = new Runner(store, pool, ScorerRegistry.Standard, TimeProvider.System);
        return (store, runner, new RunQueue(store, runner, TimeProvider.System));
    }
}

/// <summary>Every model answers through one function; counts what is in flight.</summary>
internal sealed class FakePool(Func<string, GenerateRequest, CancellationToken, Task<string>> answer) : IModelPool
{
    private int _inFlight;
    private int _most;

    public int Acquired { get; private set; }

    public int Open { get; private set; }

    public int MostInFlight => _most;

    public bool IsDown { get; set; }

    /// <summary>Models that say of themselves what they would be loaded from.</summary>
    public bool IsKnown { get; init; }

    /// <summary>A model that is not there at all.</summary>
    public string? Missing { get; set; }

    /// <summary>A model that does not fit into memory.</summary>
    public string? TooLarge { get; set; }

    public LoadPlan Plan(ImmutableArray<Candidate> candidates, bool exact) => LoadPlan.OneByOne([.. candidates.Where(candidate => candidate.Model != TooLarge)]) with
    {
        Refused = [.. candidates.Where(candidate => candidate.Model == TooLarge).Select(candidate => new LoadRefusal(candidate.Name, new Phrase("Models.FitTooLarge", candidate.Model, "40.0", "8.00", "cpu")))],
    };

    public string? IdentityOf(Candidate candidate, bool exact) => IsKnown ? $"{candidate.Model} {exact}" : null;

    public static FakePool Knowing() => new(static (_, request, _) => Task.FromResult(request.Messages[^1].Content.Replace("Question", "answer", StringComparison.Ordinal)));

    public Task<ModelLease> AcquireAsync(string model, CancellationToken cancellation)
    {
        if (IsDown || model == Missing)
        {
            throw new ModelUnavailableException(new Phrase("Inference.ModelUnknown", model));
        }

        Acquired++;
        Open++;
        return Task.FromResult(new ModelLease(new FakeModel(this, model), () => Open--));
    }

    private sealed class FakeModel(FakePool pool, string model) : IModelClient
    {
        public ModelFacts Facts { get; } = new(model, new string('b', 64));

        public async IAsyncEnumerable<GenerateUpdate> GenerateAsync(GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellation)
        {
            var now = Interlocked.Increment(ref pool._inFlight);
            pool._most = Math.Max(pool._most, now);
            string text;
            try
            {
                text = await pool.Answer(model, request, cancellation);
            }
            finally
            {
                Interlocked.Decrement(ref pool._inFlight);
            }

            yield return new GenerateUpdate("", new ModelOutput(text, StopReason.Stop, new ModelUsage(5, 0, 3), TimeSpan.FromMilliseconds(10), PromptSent: request.Messages[^1].Content));
        }

        public Task<LikelihoodAnswer> LikelihoodAsync(LikelihoodRequest request, CancellationToken cancellation) =>
            Task.FromResult(new LikelihoodAnswer([.. request.Continuations.Select((text, index) => new ContinuationLikelihood(-1 - index, 1, false, text.Length))]));
    }

    private Task<string> Answer(string model, GenerateRequest request, CancellationToken cancellation) => answer(model, request, cancellation);
}
