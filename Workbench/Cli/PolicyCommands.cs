using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Compliance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Compliance;
using Workbench.Core.Suites;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>policy list|show|check|diff</c>.</summary>
public static class PolicyCommands
{
    public static void AddTo(IConfigurator<CommandSettings> policy)
    {
        policy.SetDescription("Policy packs.");
        policy.AddCommand<PolicyListCommand>("list").WithDescription("The packs of the workspace and those that came with the workbench.");
        policy.AddCommand<PolicyShowCommand>("show").WithDescription("The clauses of a pack, each with its source, limit and least n.");
        policy.AddCommand<PolicyCheckCommand>("check").WithDescription("Says everything that is wrong with a pack file.");
        policy.AddCommand<PolicyDiffCommand>("diff").WithDescription("What differs between two packs or two versions of one.");
    }

    internal static JsonObject Describe(PolicyPack pack) => new()
    {
        ["id"] = pack.Id,
        ["version"] = pack.Version,
        ["sha256"] = pack.Sha256,
        ["jurisdiction"] = pack.Jurisdiction,
        ["title"] = pack.Title.ToString(),
        ["clauses"] = pack.Clauses.Length,
        ["measured"] = pack.Clauses.Count(clause => clause.Kind != ClauseKind.Documentary),
        ["verified"] = pack.Clauses.Count(clause => clause.Verified),
    };

    /// <summary>A file, an id, or <c>id:version</c> of one that was used.</summary>
    internal static async Task<PolicyPack> FindAsync(IServiceProvider services, string key, CancellationToken cancellation) =>
        File.Exists(key) ? PolicyPackFile.Read(key)
        : await services.GetRequiredService<PackEditor>().FindAsync(key, cancellation) ?? services.GetRequiredService<PackCatalog>().Find(key);
}

/// <summary><c>policy list</c>.</summary>
public sealed class PolicyListCommand : AsyncCommand<WorkspaceSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, WorkspaceSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var files = services.GetRequiredService<PackCatalog>().List();
        if (settings.Json)
        {
            Console.Out.WriteLine(new JsonArray([.. files.Where(file => file.Pack is not null).Select(file => PolicyCommands.Describe(file.Pack!))]).ToJsonString(CommandJson.Options));
        }

        foreach (var file in files)
        {
            if (file.Pack is not { } pack)
            {
                await Console.Error.WriteLineAsync(new InputException(file.Problems).Message);
            }
            else if (!settings.Json)
            {
                Console.Out.WriteLine($"{pack.Id}\t{pack.Version}\t{pack.Jurisdiction}\t{pack.Clauses.Length}\t{pack.Sha256[..12]}\t{TerminalText.Line(pack.Title.ToString())}");
            }
        }

        return ExitCode.Done;
    }
}

/// <summary><c>policy show PACK</c>.</summary>
public sealed class PolicyShowCommand : AsyncCommand<PolicyShowCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<PACK>")]
        [Description("A pack's id, ID:VERSION of one that was used, its file's name, or a path.")]
        public string Pack { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var pack = await PolicyCommands.FindAsync(services, settings.Pack, cancellationToken);
        if (settings.Json)
        {
            Console.Out.WriteLine(pack.Content());
            return ExitCode.Done;
        }

        Console.Out.WriteLine($"{pack.Id}  {pack.Version}  {pack.Jurisdiction}  {pack.Sha256}\n{TerminalText.Line(pack.Title.ToString())}");
        foreach (var section in pack.Sections)
        {
            Console.Out.WriteLine($"\n{TerminalText.Line(section.Title.ToString())}");
            foreach (var clause in pack.Clauses.Where(clause => clause.Section == section.Id))
            {
                var limit = clause.Limit is { } one ? string.Create(CultureInfo.CurrentCulture, $"{clause.Metric} {(one.Comparison == Comparison.AtLeast ? "≥" : "≤")} {one.Threshold}") : "";
                Console.Out.WriteLine($"  {clause.Id}\t{TerminalText.Line(clause.Title.ToString())}\t{clause.Source.StandardIn(CultureInfo.CurrentUICulture)} {clause.Source.NumberIn(CultureInfo.CurrentUICulture)}{(clause.Verified ? "" : " (?)")}\t{limit}\t{(clause.MinN > 0 ? $"n ≥ {clause.MinN}" : "")}");
            }
        }

        return ExitCode.Done;
    }
}

/// <summary><c>policy check FILE</c>.</summary>
public sealed class PolicyCheckCommand : Command<PolicyCheckCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("A pack file.")]
        public string File { get; init; } = "";
    }

    public override int Execute(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var pack = PolicyPackFile.Read(settings.File);
        Console.Out.WriteLine(settings.Json ? PolicyCommands.Describe(pack).ToJsonString(CommandJson.Options) : CommandOutput.Say("PolicyWhole", pack.Id, pack.Version, pack.Clauses.Length, pack.Sha256));
        return ExitCode.Done;
    }
}

/// <summary><c>policy diff A B</c>.</summary>
public sealed class PolicyDiffCommand : AsyncCommand<PolicyDiffCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<A>")]
        [Description("A pack's id, ID:VERSION of one that was used, or a path.")]
        public string Before { get; init; } = "";

        [CommandArgument(1, "<B>")]
        [Description("The pack to compare it with.")]
        public string After { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var before = await PolicyCommands.FindAsync(services, settings.Before, cancellationToken);
        var after = await PolicyCommands.FindAsync(services, settings.After, cancellationToken);
        var difference = PackDifference.Of(before, after);
        if (settings.Json)
        {
            Console.Out.WriteLine(Json(before, after, difference).ToJsonString(CommandJson.Options));
            return ExitCode.Done;
        }

        Console.Out.WriteLine($"--- {PackEditor.Key(before)}  {before.Sha256}\n+++ {PackEditor.Key(after)}  {after.Sha256}");
        Write("", difference.Fields);
        foreach (var (mark, clause) in difference.Removed.Select(clause => ('-', clause)).Concat(difference.Added.Select(clause => ('+', clause))))
        {
            Console.Out.WriteLine($"{mark} {clause.Id}\t{TerminalText.Line(clause.Title.ToString())}");
        }

        foreach (var change in difference.Changed)
        {
            Console.Out.WriteLine($"~ {change.After.Id}");
            Write("  ", change.Fields);
        }

        Console.Out.WriteLine(CommandOutput.Say("PolicyDifference", difference.Added.Length, difference.Removed.Length, difference.Changed.Length, difference.Same));
        return ExitCode.Done;
    }

    private static void Write(string indent, IEnumerable<FieldChange> changes)
    {
        foreach (var change in changes)
        {
            Console.Out.WriteLine($"{indent}{change.Name}: {TerminalText.Line(change.Before ?? "∅")} → {TerminalText.Line(change.After ?? "∅")}");
        }
    }

    private static JsonObject Json(PolicyPack before, PolicyPack after, PackDifference difference) => new()
    {
        ["before"] = PolicyCommands.Describe(before),
        ["after"] = PolicyCommands.Describe(after),
        ["fields"] = Changes(difference.Fields),
        ["added"] = new JsonArray([.. difference.Added.Select(clause => JsonValue.Create(clause.Id))]),
        ["removed"] = new JsonArray([.. difference.Removed.Select(clause => JsonValue.Create(clause.Id))]),
        ["changed"] = new JsonArray([.. difference.Changed.Select(change => new JsonObject { ["id"] = change.After.Id, ["fields"] = Changes(change.Fields) })]),
        ["same"] = difference.Same,
    };

    private static JsonArray Changes(IEnumerable<FieldChange> changes) =>
        new([.. changes.Select(change => new JsonObject { ["name"] = change.Name, ["before"] = change.Before, ["after"] = change.After })]);
}
