using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Language;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;
using Workbench.Core.Suites.Import;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>suite import FILE</c>: makes a suite of another tool's file, and says item by item what has no counterpart.</summary>
public sealed class SuiteImportCommand : AsyncCommand<SuiteImportCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("CSV, TSV, XLSX, JSON, JSONL or YAML.")]
        public string File { get; init; } = "";

        [CommandOption("--format <FORMAT>")]
        [Description("table, promptfoo, lm-eval, inspect, openai-evals, truthfulqa, truthfulqa-mc, halluqa, halluqa-mc, halueval-qa, gsm8k, boolq, selfaware, safetybench-zh, chinese-safetyqa, ifeval; found out when left out.")]
        public string? Format { get; init; }

        [CommandOption("--map <MAPPING>")]
        [Description("Columns of a table: prompt=question,target=answer,id=qid,choices=A+B+C+D, also context, distractors, language, cluster, tags, system, answerable, shouldRefuse.")]
        public string? Map { get; init; }

        [CommandOption("--name <NAME>")]
        [Description("Of the suite; the file's when left out.")]
        public string? Name { get; init; }

        [CommandOption("--license <LICENSE>")]
        [Description("Best as an SPDX name; that of a published data set when left out.")]
        public string? License { get; init; }

        [CommandOption("--language <TAG>")]
        [Description("BCP 47 tag of the samples.")]
        public string? Language { get; init; }

        [CommandOption("--scorer <KIND>")]
        [Description("In place of the usual one of the format.")]
        public string? Scorer { get; init; }

        [CommandOption("--limit <N>")]
        [Description("Takes the first N samples.")]
        public int? Limit { get; init; }

        [CommandOption("--out <FILE>")]
        [Description("Writes the suite there instead of keeping it in the workspace.")]
        public string? Out { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        if (settings.Limit is < 1)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.NotWhole", $"{settings.Limit}", "1", $"{SuiteFile.MaximumSamples}"), Field: "--limit"));
        }

        var import = SuiteImporter.Read(new ImportRequest(settings.File, settings.Format, settings.Name, settings.License, settings.Language, settings.Limit, Mapping(settings.Map), settings.Scorer));
        string place;
        if (settings.Out is { } file)
        {
            SuiteOutput.Write(import.Suite, file);
            place = file;
        }
        else
        {
            await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
            services.GetRequiredService<SuiteFolder>().Add(import.Suite, await settings.ActorAsync(services, cancellationToken));
            place = $"{import.Suite.Name}@{import.Suite.Version}";
        }

        if (settings.Json)
        {
            Console.Out.WriteLine(Json(import, settings.Out).ToJsonString(CommandJson.Options));
            return ExitCode.Done;
        }

        Console.Out.WriteLine(CommandOutput.Say("SuiteImported", TerminalText.Line(place), import.Suite.Samples.Length, import.Format, import.Suite.Sha256));
        foreach (var field in import.Taken)
        {
            Console.Out.WriteLine($"  {TerminalText.Line(field.From)} → {TerminalText.Line(field.To)}");
        }

        Console.Out.WriteLine(CommandOutput.Say(import.Notes.IsEmpty ? "SuiteImportedWhole" : "SuiteNotMapped", import.Notes.Length));
        foreach (var note in import.Notes)
        {
            Console.Out.WriteLine(TerminalText.Line($"  {settings.File}{(note.Line is { } line ? $":{line}" : "")}: {(note.Field is { } name ? $"{name}: " : "")}{note.Message}"));
        }

        return ExitCode.Done;
    }

    private static ImmutableSortedDictionary<string, string>? Mapping(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var pairs = text.Split(',').Select(pair => (Pair: pair, At: pair.IndexOf('=', StringComparison.Ordinal))).ToList();
        ImmutableArray<InputProblem> problems =
        [
            .. pairs.Where(pair => pair.At <= 0 || pair.At == pair.Pair.Length - 1).Select(pair => new InputProblem(new Phrase("Suites.Import.NotPair", pair.Pair), Field: "--map")),
            .. pairs.Where(pair => pair.At > 0).GroupBy(pair => pair.Pair[..pair.At].Trim(), StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => new InputProblem(new Phrase("Suites.FieldTwice", same.Key), Field: "--map")),
        ];
        return problems.IsEmpty ? pairs.ToImmutableSortedDictionary(pair => pair.Pair[..pair.At].Trim(), pair => pair.Pair[(pair.At + 1)..].Trim(), StringComparer.Ordinal) : throw new InputException(problems);
    }

    internal static JsonObject Json(SuiteImport import, string? file)
    {
        var suite = SuiteCommands.Describe(import.Suite);
        suite["license"] = import.Suite.License;
        return new JsonObject
        {
            ["format"] = import.Format,
            ["suite"] = suite,
            ["file"] = file,
            ["taken"] = new JsonArray([.. import.Taken.Select(field => new JsonObject { ["from"] = field.From, ["to"] = field.To })]),
            ["notMapped"] = new JsonArray([.. import.Notes.Select(note => new JsonObject { ["line"] = note.Line, ["field"] = note.Field, ["message"] = note.Message.ToString() })]),
        };
    }
}
