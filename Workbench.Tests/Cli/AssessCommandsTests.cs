using Workbench.Cli;

namespace Workbench.Tests.Cli;

public class AssessCommandsTests
{
    [Theory]
    [InlineData("assess R-0001 --policy cn.gbt45654", "assess of R-0001 --policy cn.gbt45654")]
    [InlineData("assess --policy own R-0001", "assess of --policy own R-0001")]
    [InlineData("assess plan demo-knows --look", "assess plan demo-knows --look")]
    [InlineData("assess run AP-0001", "assess run AP-0001")]
    [InlineData("assess --help", "assess --help")]
    [InlineData("run demo-world assess", "run demo-world assess")]
    public void Plain_RunNamedWithoutAStep_IsTheOldestForm(string given, string taken) => Assert.Equal(taken, string.Join(' ', AssessCommands.Plain(given.Split(' '))));
}
