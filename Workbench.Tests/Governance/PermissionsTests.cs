using System.Globalization;
using Workbench.Core.Governance;

namespace Workbench.Tests.Governance;

public class PermissionsTests
{
    [Theory]
    [InlineData("en", "Wen Li", "李雯")]
    [InlineData("zh-Hans", "李雯", "Wen Li")]
    public void WhyNot_NameInBothLanguages_SaysTheOneOfTheSentence(string culture, string said, string left)
    {
        var sentence = Permissions.WhyNot(new Actor("wen", "Wen Li · 李雯", [Role.Auditor]), Permission.DecideDecision)!.In(CultureInfo.GetCultureInfo(culture));

        Assert.Contains(said, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(left, sentence, StringComparison.Ordinal);
    }
}
