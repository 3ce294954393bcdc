using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Correct when the setting <c>pattern</c> matches somewhere in the answer and, if it has a group <c>answer</c> and the sample has targets, that group equals one of them.</summary>
/// <remarks>Patterns run without backtracking, in time linear in the answer, and stop after a second.</remarks>
public sealed class PatternMatch : IScorer
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<(string Pattern, bool IgnoreCase), Regex> _patterns = new();

    public string Kind => "pattern";

    public bool IsReference => true;

    public Score Score(ScorerSpec spec, Sample sample, Answer answer)
    {
        if (!spec.Settings.TryGetValue("pattern", out var text))
        {
            return this.Unscored("NoPattern");
        }

        try
        {
            var pattern = _patterns.GetOrAdd((text, spec.Setting("case", "ignore") == "ignore"), static key =>
                new Regex(key.Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (key.IgnoreCase ? RegexOptions.IgnoreCase : 0), Limit));
            return Judge(pattern, sample, answer.Text);
        }
        catch (RegexMatchTimeoutException)
        {
            return this.Unscored("PatternTooSlow", text);
        }
    }

    private Score Judge(Regex pattern, Sample sample, string answer)
    {
        var match = pattern.Match(answer);
        if (!match.Success)
        {
            return answer.Trim().Length == 0 ? this.NoAnswer(0, null, "Empty") : this.Incorrect(null, "PatternAbsent", pattern.ToString());
        }

        if (sample.Targets.IsEmpty || !match.Groups["answer"].Success)
        {
            return this.Correct(match.Value, "PatternPresent", pattern.ToString());
        }

        var (form, part) = (new TextForm(), match.Groups["answer"].Value);
        return sample.Targets.FirstOrDefault(target => form.Of(target) == form.Of(part)) is { } found
            ? this.Correct(part, "EqualsTarget", found)
            : this.Incorrect(part, "EqualsNone", sample.Targets.Listed());
    }
}
