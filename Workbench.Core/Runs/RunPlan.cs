using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs;

/// <summary>One thing to be asked: a sample, by a candidate, for the n-th time.</summary>
/// <param name="Repeat">0-based.</param>
public sealed record RunCell(Sample Sample, Candidate Candidate, int Repeat);

/// <summary>What a run consists of.</summary>
public static class RunPlan
{
    public const int MostRepeats = 1000;

    /// <summary>The samples that the limit leaves, in the order of the suite.</summary>
    public static ImmutableArray<Sample> Samples(PromptSuite suite, int? limit) => limit is { } most && most < suite.Samples.Length ? suite.Samples[..most] : suite.Samples;

    public static IEnumerable<RunCell> Cells(PromptSuite suite, int? limit, Candidate candidate) =>
        from sample in Samples(suite, limit)
        from repeat in Enumerable.Range(0, suite.Repeats)
        select new RunCell(sample, candidate, repeat);

    /// <summary>With the cells that nobody is asked: answers that came from elsewhere are as many as came.</summary>
    internal static IReadOnlySet<(string Sample, string Candidate, int Repeat)> Done(RunHeader run, PromptSuite suite, IReadOnlySet<(string Sample, string Candidate, int Repeat)> there)
    {
        var given = run.Record.Origin is null ? [] : there.Select(cell => cell.Candidate).ToHashSet(StringComparer.Ordinal);
        List<Candidate> silent = [.. run.Candidates.Where(candidate => given.Contains(candidate.Name) || candidate.Model.StartsWith(Candidate.GivenPrefix, StringComparison.Ordinal))];
        return silent.Count == 0 ? there : there.Concat(silent.SelectMany(candidate => Cells(suite, run.Limit, candidate)).Select(cell => (cell.Sample.Id, cell.Candidate.Name, cell.Repeat))).ToHashSet();
    }

    public static int Expected(RunSpec spec) => Samples(spec.Suite, spec.Limit).Length * spec.Asked.Repeats * spec.Candidates.Length;

    /// <exception cref="InputException">Nothing to run, or candidates that cannot be told apart.</exception>
    public static void Check(RunSpec spec)
    {
        var problems = spec.Candidates.GroupBy(candidate => candidate.Name, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => new InputProblem(new Phrase("Runs.CandidateTwice", group.Key), Field: "candidates")).ToList();
        if (spec.Candidates.IsEmpty)
        {
            problems.Add(new InputProblem(new Phrase("Runs.NoCandidates"), Field: "candidates"));
        }

        if (spec.Suite.Canary is { Length: > 0 } canary && spec.Candidates.Any(candidate => candidate.SystemPrompt?.Contains(canary, StringComparison.Ordinal) == true))
        {
            problems.Add(new InputProblem(new Phrase("Suites.CanarySent"), Field: "candidates"));
        }

        if (spec.Repeats is <= 0 or > MostRepeats)
        {
            problems.Add(new InputProblem(new Phrase("Runs.RepeatsRange", Text(MostRepeats)), Field: "repeats"));
        }

        if (spec.Limit is <= 0)
        {
            problems.Add(new InputProblem(new Phrase("Runs.NothingToRun"), Field: "limit"));
        }

        problems.AddRange(Judging.JudgePlan.Problems(spec.Suite));
        if (problems.Count > 0)
        {
            throw new InputException([.. problems]);
        }
    }

    /// <summary>The conversation that a candidate is given; its own system prompt takes the place of the sample's and the suite's.</summary>
    public static ImmutableArray<ChatMessage> Messages(PromptSuite suite, RunCell cell) => SampleMessages.Of(suite, cell.Sample, cell.Candidate.SystemPrompt);

    /// <summary>The candidate's settings, else the suite's; each repeat has a seed of its own.</summary>
    public static GenerateSettings Settings(PromptSuite suite, RunCell cell)
    {
        var settings = cell.Candidate.Settings ?? suite.Settings;
        return settings.Seed is { } seed ? settings with { Seed = seed + cell.Repeat } : settings;
    }

    /// <summary>What the likelihood scorers of the sample ask for: after the raw prompt (choices set off by a space in languages that use it), or as the answer in a chat.</summary>
    public static LikelihoodRequest Likelihood(PromptSuite suite, RunCell cell, string ask)
    {
        if (ask == "chat")
        {
            return new LikelihoodRequest(null, Messages(suite, cell), cell.Sample.Choices);
        }

        var gap = Unspaced(cell.Sample.Language) ? "" : " ";
        var prompt = SampleMessages.Raw(suite, cell.Sample, gap);
        var spaced = !char.IsWhiteSpace(prompt[^1]) && gap.Length > 0;
        return new LikelihoodRequest(prompt, [], spaced ? [.. cell.Sample.Choices.Select(choice => " " + choice)] : cell.Sample.Choices);
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool Unspaced(string language) => language.Split('-')[0].ToUpperInvariant() is "ZH" or "JA" or "TH" or "YUE" or "LO" or "KM" or "MY";
}
