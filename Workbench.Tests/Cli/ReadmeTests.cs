using System.Xml.Linq;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbench.Cli;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Cli;

public sealed class ReadmeTests
{
    private static readonly char[] Between = [' ', '|', '\\', '`', '·'];

    [Fact]
    public async Task CommandTable_EveryCommand_IsInARow()
    {
        var commands = Paths(XDocument.Parse(await DescriptionAsync()).Root!, "").ToList();
        Assert.True(commands.Count > 80, $"{commands.Count} commands");
        var rows = File.ReadLines(Path.Combine(RepositoryPaths.Root, "README.md")).Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(static line => line.Split(" | ")[0].Split(Between, StringSplitOptions.RemoveEmptyEntries).ToHashSet()).ToList();

        // The word of the first is what is left out (assess RUN); the second is hidden, a part of bench runs.
        commands.RemoveAll(static command => command is "assess of" or "bench endpoint");
        var missing = commands.Where(command => !rows.Exists(row => command.Split(' ') is var words && row.Contains(words[0]) && (row.Contains("…") || words.All(row.Contains))));
        Assert.Equal("", string.Join(", ", missing));
    }

    private static async Task<string> DescriptionAsync()
    {
        using var written = new StringWriter();

        // So wide that no line of the description is broken.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(written) });
        console.Profile.Width = 100_000;
        var app = new CommandApp<ServeCommand>();
        app.Configure(configuration =>
        {
            CommandTree.Configure(configuration);
            configuration.ConfigureConsole(console);
        });
        Assert.Equal(0, await app.RunAsync(["cli", "xmldoc"]));
        return written.ToString();
    }

    private static IEnumerable<string> Paths(XElement parent, string before) =>
        parent.Elements("Command").Where(static command => command.Attribute("IsDefault") is null && (string?)command.Attribute("IsHidden") != "true").SelectMany(command =>
        {
            var path = $"{before} {(string?)command.Attribute("Name")}".Trim();
            return (bool?)command.Attribute("IsBranch") == true ? Paths(command, path) : [path];
        });
}
