using Workbench.Cli;
using Workbench.Core.Language;
using Workbench.Core.Runs.Exports;

namespace Workbench.Tests.Cli;

public sealed class ExportCommandTests
{
    [Theory]
    [InlineData("xlsx")]
    [InlineData("inspect")]
    [InlineData("lm-eval")]
    public void RefuseTerminal_ArchiveToATerminalNobodyNamed_NamesOut(string format)
    {
        var wrong = Assert.Throws<InputException>(() => ExportCommand.RefuseTerminal(RunExportFormat.Named(format), null, isTerminal: true));

        Assert.Equal("--out", wrong.Problems[0].Field);
        Assert.Contains("--out", wrong.Problems[0].Hint!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jsonl", null, true)]
    [InlineData("xlsx", null, false)]
    [InlineData("xlsx", "-", true)]
    [InlineData("xlsx", "run.xlsx", true)]
    public void RefuseTerminal_TextOrPipeOrNamedPlace_LetsItGo(string format, string? file, bool isTerminal) =>
        ExportCommand.RefuseTerminal(RunExportFormat.Named(format), file, isTerminal);
}
