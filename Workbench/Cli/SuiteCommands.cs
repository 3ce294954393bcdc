using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbench.Core.Language;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>suite check|show|list|import|diff|trends|schema</c>.</summary>
public static class SuiteCommands
{
    public static void AddTo(IConfigurator<CommandSettings> suite)
    {
        suite.SetDescription("Prompt suites.");
        suite.AddCommand<SuiteCheckCommand>("check").WithDescription("Says everything that is wrong with a suite file or folder.");
        suite.AddCommand<SuiteShowCommand>("show").WithDescription("The content of a suite; of one sample, what is sent for it.");
        suite.AddCommand<SuiteListCommand>("list").WithDescription("The suites of the workspace and those that came with the workbench.");
        suite.AddCommand<SuiteImportCommand>("import").WithDescription("Makes a suite of another tool's file or a published data set.");
        suite.AddCommand<SuiteDiffCommand>("diff").WithDescription("What differs between two suites or two versions of one.");
        suite.AddCommand<SuiteTrendsCommand>("trends").WithDescription("What the runs of a suite came to, the oldest first.");
        suite.AddCommand<SuiteSchemaCommand>("schema").WithDescription("The JSON Schema of suite files, for editors.");
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

    /// <summary>A file, a folder, a catalogued name, or a name and version that only runs have kept.</summary>
    internal static async Task<PromptSuite> FindAsync(IServiceProvider services, string key, CancellationToken cancellation)
    {
        try
        {
            return services.GetRequiredService<SuiteCatalog>().Find(key);
        }
        catch (InputException) when (SuiteCatalog.Parts(key) is { Version: not null })
        {
            var (name, version) = SuiteCatalog.Parts(key);
            if (await services.GetRequiredService<SuiteHistory>().FindAsync(name, version, cancellation) is { } kept)
            {
                return kept;
            }

            throw;
        }
    }
}

public sealed class SuiteCheckCommand : Command<SuiteCheckCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("A suite file, or a folder with a suite.yaml.")]
        public string File { get; init; } = "";
    }

    public override int Execute(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var suite = SuiteFile.Read(settings.File);
        CommandOutput.Write(settings.Json, SuiteCommands.Describe(suite), $"{suite.Name} {suite.Version}: {suite.Samples.Length} samples, {suite.Sha256}");
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
                Markup.Escape(Path.GetFileName(entry.Path)));
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

public sealed class SuiteSchemaCommand : Command<WorkspaceSettings>
{
    public override int Execute(CommandContext context, WorkspaceSettings settings, CancellationToken cancellationToken)
    {
        Console.Out.Write(SuiteSchema.Write());
        return ExitCode.Done;
    }
}
