using System.ComponentModel;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Suites;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>suite diff A B</c>: samples added, removed and changed, field by field.</summary>
public sealed class SuiteDiffCommand : AsyncCommand<SuiteDiffCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<A>")]
        [Description("A suite file or folder, the name of a catalogued suite, or NAME@VERSION.")]
        public string Before { get; init; } = "";

        [CommandArgument(1, "<B>")]
        [Description("The suite to compare it with.")]
        public string After { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var before = await SuiteCommands.FindAsync(services, settings.Before, cancellationToken);
        var after = await SuiteCommands.FindAsync(services, settings.After, cancellationToken);
        var difference = SuiteDifference.Of(before, after);
        if (settings.Json)
        {
            Console.Out.WriteLine(Json(before, after, difference).ToJsonString(CommandJson.Options));
            return ExitCode.Done;
        }

        Console.Out.WriteLine($"--- {before.Name} {before.Version}  {before.Sha256}");
        Console.Out.WriteLine($"+++ {after.Name} {after.Version}  {after.Sha256}");
        Write("", difference.Fields);
        foreach (var sample in difference.Removed)
        {
            Console.Out.WriteLine($"- {TerminalText.Line(sample.Id)}\t{TerminalText.Line(sample.Prompt)}");
        }

        foreach (var sample in difference.Added)
        {
            Console.Out.WriteLine($"+ {TerminalText.Line(sample.Id)}\t{TerminalText.Line(sample.Prompt)}");
        }

        foreach (var change in difference.Changed)
        {
            Console.Out.WriteLine($"~ {TerminalText.Line(change.After.Id)}");
            Write("  ", change.Fields);
        }

        Console.Out.WriteLine(CommandOutput.Say("SuiteDifference", difference.Added.Length, difference.Removed.Length, difference.Changed.Length, difference.Same));
        return ExitCode.Done;
    }

    private static void Write(string indent, IEnumerable<FieldChange> changes)
    {
        foreach (var change in changes)
        {
            Console.Out.WriteLine($"{indent}{change.Name}: {TerminalText.Line(change.Before ?? "∅")} → {TerminalText.Line(change.After ?? "∅")}");
        }
    }

    internal static JsonObject Json(PromptSuite before, PromptSuite after, SuiteDifference difference) => new()
    {
        ["before"] = new JsonObject { ["name"] = before.Name, ["version"] = before.Version, ["sha256"] = before.Sha256 },
        ["after"] = new JsonObject { ["name"] = after.Name, ["version"] = after.Version, ["sha256"] = after.Sha256 },
        ["fields"] = Changes(difference.Fields),
        ["added"] = Ids(difference.Added),
        ["removed"] = Ids(difference.Removed),
        ["changed"] = new JsonArray([.. difference.Changed.Select(change => new JsonObject { ["id"] = change.After.Id, ["fields"] = Changes(change.Fields) })]),
        ["same"] = difference.Same,
        ["reordered"] = difference.IsReordered,
    };

    private static JsonArray Ids(IEnumerable<Sample> samples) => new([.. samples.Select(sample => JsonValue.Create(sample.Id))]);

    private static JsonArray Changes(IEnumerable<FieldChange> changes) =>
        new([.. changes.Select(change => new JsonObject { ["name"] = change.Name, ["before"] = change.Before, ["after"] = change.After })]);
}
