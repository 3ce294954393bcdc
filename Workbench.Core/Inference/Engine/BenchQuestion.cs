using System.Collections.Immutable;
using System.Text.Json;

namespace Workbench.Core.Inference.Engine;

/// <summary>A multiple-choice question with what another engine made of it, as far as that is known.</summary>
/// <param name="Expected">For each choice the other engine's sum of log-probabilities; empty where unknown.</param>
/// <param name="Single">Choices of which one is right (MC1), and which; empty where unknown.</param>
/// <param name="Several">The same with several right ones (MC2).</param>
internal sealed record BenchQuestion(string Prompt, ImmutableArray<string> Choices, ImmutableArray<double> Expected, ImmutableArray<(int Choice, bool IsRight)> Single, ImmutableArray<(int Choice, bool IsRight)> Several)
{
    private static readonly string[] Starts = ["the", "a box of", "a box full of", "two"];

    /// <summary>One JSON object a line: prompt, continuations (text, and perhaps logprobLlamaCpp), and perhaps mc1 and mc2 (choices, labels). Lines of other tasks than multiple choice are left out.</summary>
    public static List<BenchQuestion> Read(string file)
    {
        var questions = new List<BenchQuestion>();
        foreach (var line in File.ReadLines(file).Where(line => line.Length > 0))
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.TryGetProperty("mc1", out var single) && root.TryGetProperty("mc2", out var several))
            {
                var continuations = root.GetProperty("continuations").EnumerateArray().ToList();
                ImmutableArray<string> texts = [.. continuations.Select(item => item.GetProperty("text").GetString()!)];
                ImmutableArray<double> expected = continuations.TrueForAll(item => item.TryGetProperty("logprobLlamaCpp", out _)) ? [.. continuations.Select(item => item.GetProperty("logprobLlamaCpp").GetDouble())] : [];
                questions.Add(new BenchQuestion(root.GetProperty("prompt").GetString()!, texts, expected, Labels(single, texts), Labels(several, texts)));
            }
        }

        return questions;
    }

    /// <summary>Questions made up: eight choices after a long common beginning, some of which begin alike.</summary>
    public static List<BenchQuestion> Made(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new BenchQuestion(
            string.Concat(Enumerable.Repeat("Q: Where do the ships of the town go?\nA: They go to the islands in the south and come back in spring.\n\n", 6)) + $"Q: What did the {i}th merchant bring home?\nA:",
            [.. Starts.SelectMany(start => new[] { $" {start} silver coins from the south", $" {start} letters for the harbour master" })],
            [], [], []))];

    /// <summary>1 when the likeliest of the choices is the right one.</summary>
    public double SingleScore(IReadOnlyList<double> logprobs) => Single.MaxBy(choice => logprobs[choice.Choice]).IsRight ? 1 : 0;

    /// <summary>The share of the right choices in the probability of all (TruthfulQA's MC2).</summary>
    public double SeveralScore(IReadOnlyList<double> logprobs)
    {
        var most = Several.Max(choice => logprobs[choice.Choice]);
        return Several.Where(choice => choice.IsRight).Sum(choice => Math.Exp(logprobs[choice.Choice] - most)) / Several.Sum(choice => Math.Exp(logprobs[choice.Choice] - most));
    }

    private static ImmutableArray<(int Choice, bool IsRight)> Labels(JsonElement element, ImmutableArray<string> texts) =>
        [.. element.GetProperty("choices").EnumerateArray().Zip(element.GetProperty("labels").EnumerateArray(), (choice, label) => (texts.IndexOf(" " + choice.GetString()), label.GetInt32() == 1)).Where(entry => entry.Item1 >= 0)];
}
