using System.Globalization;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;

namespace Workbench.Tests.Runs;

/// <summary>A finished run with everything that its pages show: sureness, errors of several kinds, cells that no scorer could judge, languages, tags, fields, clusters.</summary>
internal static class SeededRun
{
    public const int Samples = 60;

    public static PromptSuite Suite(int version = 1, int samples = Samples) => SuiteFile.Parse(
        $"name: seeded\nversion: {version}\nscorers: [ {{ kind: claim-outcome }}, {{ kind: verbalised-confidence }}, {{ kind: semantic-entropy }}, {{ kind: rouge-l }} ]\nsamples:\n" + string.Concat(Enumerable.Range(0, samples).Select(index =>
            $"  - {{ id: s{index}, prompt: \"Question {index} of version {version}?\", target: \"answer {index}\", cluster: c{index / 2}, language: {(index % 3 == 0 ? "zh-Hans" : "en")}, region: {(index % 4 == 0 ? "CN" : "EU")}, fieldOfUse: {(index % 2 == 0 ? "law" : "medicine")}, tags: [t{index % 5}] }}\n")),
        "seeded.yaml");

    /// <param name="skill">Share of alpha's answers that is right; beta has a little less.</param>
    public static async Task<string> AddAsync(IRunStore store, PromptSuite suite, double skill = 0.7, bool troubled = true)
    {
        var random = new Random(7);
        var run = await store.CreateAsync(new RunSpec(suite, [new Candidate("alpha", "alpha"), new Candidate("beta", "beta"), new Candidate("null:random", "null:random")]), Actor.Owner, CancellationToken.None);
        var cells = suite.Samples.Index().SelectMany(sample => run.Candidates.Select(candidate => Cell(sample.Item, sample.Index, candidate, skill, troubled, random)));
        await store.AddAsync(run.Id, cells, Actor.Owner, CancellationToken.None);
        await store.SetStatusAsync(run.Id, RunStatus.Finished, Actor.Owner, CancellationToken.None);
        return run.Id;
    }

    private static SampleResult Cell(Sample sample, int index, Candidate candidate, double skill, bool troubled, Random random)
    {
        var at = new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
        if (troubled && candidate.Name == "beta" && index % 10 == 3)
        {
            var error = index % 20 == 3 ? new Phrase("Runs.ModelNotThere", "far reported HTTP 503", "Inference.EndpointRefused", "503") : new Phrase("Runs.ModelNotThere", "far did not finish an answer within 30 s.", "Inference.EndpointTooSlow");
            return new SampleResult(sample.Id, candidate.Name, 0, null, null, null, null, null, null, [], error, at);
        }

        var share = candidate.IsNull ? 0.1 : candidate.Name == "alpha" ? skill : skill - 0.1;
        var right = random.NextDouble() < share;
        var sure = Math.Round(Math.Clamp((right ? 0.8 : 0.55) + ((random.NextDouble() - 0.5) * 0.6), 0, 1), 2);
        var outcome = right ? Outcome.Correct : random.Next(3) == 0 ? Outcome.NoAnswer : Outcome.Incorrect;
        var text = right ? $"answer {index}" : "something else";
        Score claim = troubled && candidate.Name == "alpha" && index % 15 == 4
            ? new Score("claim-outcome", Outcome.Unscored, null, null, new Phrase("Scoring.NoTokens", "alpha"))
            : new Score("claim-outcome", outcome, right ? 1 : 0, text, new Phrase("Scoring.NamesTarget", text));
        return new SampleResult(
            sample.Id, candidate.Name, 0, $"<user>{sample.Prompt}", text, StopReason.Stop, new ModelUsage(9, 0, 4), TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(6),
            [
                claim,
                new Score("verbalised-confidence", Outcome.Measured, null, null, new Phrase("Scoring.StatesConfidence", (100 * sure).ToString(CultureInfo.InvariantCulture))).With([("confidence", sure), ("stated", 1), ("length", text.Length), ("surprise-mean", 1 - (sure / 2)), ("surprise-max", random.NextDouble())]),
                new Score("semantic-entropy", Outcome.Measured, null, null, new Phrase("Scoring.Empty")).With([("uncertainty", 1 - sure), ("entropy", 1 - sure), ("clusters", random.Next(1, 5))]),
                new Score("rouge-l", Outcome.Partial, right ? 0.9 : 0.2, null, new Phrase("Scoring.Empty")),
            ],
            null, at);
    }
}
