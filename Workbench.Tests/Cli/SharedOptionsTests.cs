using Workbench.Cli;

namespace Workbench.Tests.Cli;

public sealed class SharedOptionsTests
{
    [Theory]
    [InlineData("--data here run facts", "run facts --data here")]
    [InlineData("--json --data=here log verify", "log verify --json --data=here")]
    [InlineData("--data here suite check -- --odd", "suite check --data here -- --odd")]
    [InlineData("--data here", "--data here")]
    [InlineData("--data here --help", "--data here --help")]
    [InlineData("--demo --data here", "--demo --data here")]
    [InlineData("--data", "--data")]
    [InlineData("run facts --data here", "run facts --data here")]
    public void AfterCommand_OptionsBeforeIt_MoveBehindIt(string typed, string taken) =>
        Assert.Equal(taken.Split(' '), SharedOptions.AfterCommand(typed.Split(' ')));
}
