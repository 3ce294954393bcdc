using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbench.Core.Suites;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>suite check|show|list</c>.</summary>
public static class SuiteCommands
{
    public static void AddTo(IConfigurator<CommandSettings> suite)
    {
        suite.SetDescription("Prompt suites.");
        suite.AddCommand<SuiteCheckCommand>("check").WithDescription("Says everything that is wrong with a suite file.");
        suite.AddCommand<SuiteShowCommand>("show").WithDescription("The content of a suite, as it is hashed.");
        suite.AddCommand<SuiteListCommand>("list").WithDescription("The suites of the workspace and those that came with the workbench.");
    }

    internal static JsonObject Describe(PromptSuite suite) => new()
    {
        ["name"] = suite.Name,
        ["version"] = suite.Version,
        ["sha256"] = suite.Sha256,
        ["language"] = suite.Language,
        ["samples"] = suite.Samples.Length,
        ["scorers"] = new JsonArray([.. suite.Samples.SelectMany(sample => sample.Scorers.IsEmpty ? suite.Scorers : sample.Scorers).Select(scorer => scorer.Kind).Distinct().Select(kind => JsonValue.Create(kind))]),
    };
}

public sealed class SuiteCheckCommand : Command<SuiteCheckCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("A suite file.")]
        public string File { get; init; } = "";
    }

    public override int Execute(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var description = SuiteCommands.Describe(SuiteFile.Read(settings.File));
        Console.Out.WriteLine(settings.Json
            ? description.ToJsonString(CommandJson.Options)
            : $"{description["name"]} {description["version"]}: {description["samples"]} samples, {description["sha256"]}");
        return ExitCode.Done;
    }
}

public sealed class SuiteShowCommand : AsyncCommand<SuiteShowCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<NAME>")]
        [Description("A suite file, or the name of a catalogued suite.")]
        public string Name { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var suite = services.GetRequiredService<SuiteCatalog>().Find(settings.Name);
        if (settings.Json)
        {
            var content = JsonNode.Parse(SuiteCanonical.Write(suite))!.AsObject();
            content["sha256"] = suite.Sha256;
            Console.Out.WriteLine(content.ToJsonString(CommandJson.Options));
            return ExitCode.Done;
        }

        Console.Out.WriteLine($"{suite.Name} {suite.Version}  {suite.Sha256}");
        Console.Out.WriteLine(suite.Description);
        foreach (var sample in suite.Samples)
        {
            Console.Out.WriteLine($"{sample.Id}\t{sample.Language}\t{TerminalText.Line(sample.Prompt)}\t{TerminalText.Line(string.Join(" | ", sample.Targets))}");
        }

        return ExitCode.Done;
    }
}

public sealed class SuiteListCommand : AsyncCommand<WorkspaceSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, WorkspaceSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var entries = services.GetRequiredService<SuiteCatalog>().List();
        if (settings.Json)
        {
            Console.Out.WriteLine(new JsonObject { ["suites"] = new JsonArray([.. entries.Select(Json)]) }.ToJsonString(CommandJson.Options));
            return ExitCode.Done;
        }

        var table = new Table().AddColumns("Suite", "Version", "Samples", "SHA-256", "File");
        foreach (var entry in entries)
        {
            table.AddRow(
                Markup.Escape(entry.Name),
                entry.Suite is { } suite ? $"{suite.Version}" : "-",
                entry.Suite is { } whole ? $"{whole.Samples.Length}" : $"{entry.Problems.Length} problems",
                entry.Suite?.Sha256[..12] ?? "-",
                Markup.Escape(entry.Path));
        }

        AnsiConsole.Write(table);
        return ExitCode.Done;
    }

    private static JsonObject Json(SuiteEntry entry)
    {
        var description = entry.Suite is { } suite ? SuiteCommands.Describe(suite) : new JsonObject { ["name"] = entry.Name, ["problems"] = entry.Problems.Length };
        description["file"] = entry.Path;
        description["shipped"] = entry.Shipped;
        return description;
    }
}
