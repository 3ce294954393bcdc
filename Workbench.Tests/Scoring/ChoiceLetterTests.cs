using System.Collections.Immutable;
using Workbench.Core.Scoring;

namespace Workbench.Tests.Scoring;

public sealed class ChoiceLetterTests
{
    private static readonly ImmutableArray<string> Choices = ["Paris", "Lyon", "Nice", "Marseille"];

    [Theory]
    [InlineData("B", 'B')]
    [InlineData("b", 'B')]
    [InlineData(" (B) ", 'B')]
    [InlineData("**B.**", 'B')]
    [InlineData("Ｂ", 'B')]
    [InlineData("B. Lyon", 'B')]
    [InlineData("B) Lyon, not A", 'B')]
    [InlineData("B、里昂", 'B')]
    [InlineData("The answer is (B).", 'B')]
    [InlineData("Answer: B", 'B')]
    [InlineData("The correct answer is option B because A is wrong.", 'B')]
    [InlineData("First I thought A. So the answer is B.", 'B')]
    [InlineData("$\\boxed{B}$", 'B')]
    [InlineData("$\\boxed{\\text{B}}$", 'B')]
    [InlineData("Option B is correct.", 'B')]
    [InlineData("B is the best option here", 'B')]
    [InlineData("I choose B", 'B')]
    [InlineData("答案是B。", 'B')]
    [InlineData("答案：B", 'B')]
    [InlineData("正确答案为（B）", 'B')]
    [InlineData("因此选B，而不是A。", 'B')]
    [InlineData("应该选择 B 项", 'B')]
    [InlineData("B项正确，A项错误", 'B')]
    [InlineData("选项B是正确的", 'B')]
    [InlineData("It must be Lyon.", 'B')]
    [InlineData("是里昂，即 Lyon", 'B')]
    [InlineData("A train goes there, so B", 'B')]
    [InlineData("A", 'A')]
    [InlineData("The answer is A", 'A')]
    public void Letter_InItsUsualForms_IsFound(string answer, char letter)
    {
        var score = Judge(answer.Replace("\\\\", "\\", StringComparison.Ordinal));
        Assert.Equal(letter.ToString(), score.Answer);
        Assert.Equal(letter == 'B' ? Outcome.Correct : Outcome.Incorrect, score.Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("I do not know.")]
    [InlineData("A or B")]
    [InlineData("Paris or Lyon")]
    [InlineData("E")]
    [InlineData("我不知道")]
    [InlineData("A train leaves at nine.")]
    public void Letter_NoneOrSeveral_IsNoAnswer(string answer) => Assert.Equal((Outcome.NoAnswer, 0), (Judge(answer).Outcome, Judge(answer).Value));

    [Fact]
    public void Sample_WithoutChoices_IsUnscored() => Assert.Equal(Outcome.Unscored, Judged.By("choice-letter", "B", Judged.Sample()).Outcome);

    private static Score Judge(string answer) => Judged.By("choice-letter", answer, Judged.Sample("en", "Lyon") with { Choices = Choices, TargetChoice = 1 });
}
