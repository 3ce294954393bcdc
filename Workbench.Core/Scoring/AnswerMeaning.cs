using System.Globalization;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring;

/// <summary>Whether two answers to a question mean the same. Equal text is the relation that needs no judge; one that asks a model can take its place.</summary>
public interface IEntailment
{
    bool Same(string question, string first, string second);
}

/// <summary>Equal text means the same.</summary>
public sealed class EqualText : IEntailment
{
    public bool Same(string question, string first, string second) => string.Equals(first, second, StringComparison.Ordinal);
}

/// <summary>What of an answer is compared with other answers, by the setting <c>by</c>.</summary>
internal static class AnswerMeaning
{
    /// <summary><c>text</c>: the whole in <see cref="TextForm"/>; <c>number</c>: its last number; <c>letter</c>: the choice it names. An answer that has none of it is compared as a text.</summary>
    public static string Of(ScorerSpec spec, Sample sample, string answer)
    {
        var text = new TextForm().Of(answer);
        return spec.Setting("by", "text") switch
        {
            "number" when NumberText.Find(answer) is { IsEmpty: false } numbers => "#" + numbers[^1].Value.ToString("R", CultureInfo.InvariantCulture),
            "letter" when ChoiceLetter.Choice(answer, sample) is { } choice => "#" + choice.ToString(CultureInfo.InvariantCulture),
            _ => text,
        };
    }
}
