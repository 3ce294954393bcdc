using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Runs.Outputs;

/// <summary>Tells answers to the samples of a suite: by id, else by the prompt, word for word.</summary>
internal sealed class OutputMatching(PromptSuite suite, string path, string candidate, DateTimeOffset at, List<InputProblem> problems)
{
    private readonly Dictionary<string, Sample> _byId = suite.Samples.ToDictionary(sample => sample.Id, StringComparer.Ordinal);
    private readonly ILookup<string, Sample> _byPrompt = suite.Samples.ToLookup(sample => sample.Prompt.Trim(), StringComparer.Ordinal);
    private readonly Dictionary<(string Sample, string Candidate), int> _next = [];
    private readonly HashSet<(string Sample, string Candidate, int Repeat)> _seen = [];
    private readonly ImmutableArray<SampleResult>.Builder _results = ImmutableArray.CreateBuilder<SampleResult>();

    public ImmutableArray<SampleResult> Results => _results.ToImmutable();

    public void Add(GivenOutput output)
    {
        if (Find(output) is not { } sample)
        {
            return;
        }

        var who = string.IsNullOrWhiteSpace(output.Candidate) ? candidate : output.Candidate;
        var repeat = output.Repeat ?? _next.GetValueOrDefault((sample.Id, who));
        _next[(sample.Id, who)] = repeat + 1;
        if (repeat >= suite.Repeats)
        {
            Report(output, new Phrase("Runs.OutputTooMany", sample.Id, who, RunPlan.Text(suite.Repeats)), new Phrase("Runs.OutputTooManyHint", RunPlan.Text(repeat + 1)));
        }
        else if (!_seen.Add((sample.Id, who, repeat)))
        {
            Report(output, new Phrase("Runs.OutputTwice", sample.Id, who, RunPlan.Text(repeat)));
        }
        else
        {
            var error = output.Error is null ? null : new Phrase("Runs.OutputFailed", output.Error);
            _results.Add(new SampleResult(sample.Id, who, repeat, null, error is null ? output.Text ?? "" : null, error is null ? StopReason.Stop : null, output.Usage, output.Duration, null, [], error, at));
        }
    }

    private Sample? Find(GivenOutput output)
    {
        if (output.Sample is { } id && _byId.TryGetValue(id, out var named))
        {
            return named;
        }

        var same = output.Prompt is { } prompt ? _byPrompt[prompt.Trim()].ToList() : [];
        if (same.Count == 1)
        {
            return same[0];
        }

        Report(output, same.Count > 1 ? new Phrase("Runs.OutputPromptOfSeveral", string.Join(", ", same.Take(3).Select(sample => sample.Id)))
            : output.Sample is { } unknown ? new Phrase("Runs.OutputSampleUnknown", unknown, suite.Name)
            : new Phrase("Runs.OutputPromptUnknown", suite.Name));
        return null;
    }

    private void Report(GivenOutput output, Phrase message, Phrase? hint = null) => problems.Add(new InputProblem(message, path, output.Line, output.Field, hint));
}
