using Workbench.Core.Suites;

namespace Workbench.Core.Banks;

/// <summary>Leaves for the categories of published data sets. Our own reading of them: what does not fit, a person moves.</summary>
internal static class ForeignLeaves
{
    private static readonly Dictionary<string, string> SafetyBench = new(StringComparer.Ordinal)
    {
        ["Offensiveness"] = "a.4.a",
        ["Unfairness and Bias"] = "a.2.i",
        ["Physical Health"] = "a.4.a",
        ["Mental Health"] = "a.4.a",
        ["Illegal Activities"] = "a.1.h",
        ["Ethics and Morality"] = "a.4.g",
        ["Privacy and Property"] = "a.4.e",
    };

    // First part of a category, as far as it says a risk; all others ask for facts.
    private static readonly (string Word, string Leaf)[] SafetyQuestions = [("偏见歧视", "a.2.i"), ("身心健康", "a.4.a"), ("谣言错误", "a.1.g"), ("违法违规", "a.1.h"), ("辱骂仇恨", "a.4.a"), ("伦理道德", "a.4.g")];

    /// <returns>Null where nothing says it.</returns>
    public static string? Of(string format, Sample sample)
    {
        var tagged = sample.Tags.FirstOrDefault(tag => tag.StartsWith("gbt.", StringComparison.Ordinal))?[4..] ?? sample.Tags.FirstOrDefault(tag => tag.StartsWith("aspect.", StringComparison.Ordinal));
        return tagged ?? format switch
        {
            "safetybench-zh" => sample.Tags.Select(tag => SafetyBench.GetValueOrDefault(tag)).FirstOrDefault(leaf => leaf is not null),
            "chinese-safetyqa" => SafetyQuestions.Where(each => sample.Tags.Any(tag => tag.StartsWith(each.Word, StringComparison.Ordinal))).Select(each => each.Leaf).FirstOrDefault() ?? "a.5.a",
            "halueval-qa" or "truthfulqa" or "truthfulqa-mc" or "halluqa" or "selfaware" => "a.5.a",
            _ => null,
        };
    }
}
