using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Language;
using Workbench.Core.Provenance;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Provenance;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>provenance list|show|set|check|export</c>.</summary>
public static class ProvenanceCommands
{
    public static void AddTo(IConfigurator<CommandSettings> provenance)
    {
        provenance.SetDescription("Provenance cards: where models come from, and what follows.");
        provenance.AddCommand<ProvenanceListCommand>("list").WithDescription("Every model with what is known of it and the rules that fail.");
        provenance.AddCommand<ProvenanceShowCommand>("show").WithDescription("A card: every fact with its source, lineage, rules and gaps.");
        provenance.AddCommand<ProvenanceSetCommand>("set").WithDescription("States facts from a JSON file; null takes one back, what is not named stays.");
        provenance.AddCommand<ProvenanceCheckCommand>("check").WithDescription("The rules alone; ends with 1 when one does not hold.");
        provenance.AddCommand<ProvenanceExportCommand>("export").WithDescription("A model card with YAML front matter.");
    }

    internal static RuleResults Check(IServiceProvider services, ProvenanceDossier dossier, string? place)
    {
        var (rules, licences) = (services.GetRequiredService<ProvenanceRules>(), services.GetRequiredService<LicenceCatalog>());
        var found = rules.Place(place);
        return place is not null && found is null
            ? throw new InputException(new InputProblem(new Phrase("Provenance.NoSuchPlace", place, string.Join(", ", rules.Jurisdictions.Select(each => each.Id))), Field: "--for"))
            : new RuleResults([.. RuleChecks.All(rules, licences, dossier, found, DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime))]);
    }

    internal static JsonArray Describe(RuleResults results) => new([.. results.All.Select(result => new JsonObject
    {
        ["rule"] = result.Rule.Id,
        ["severity"] = Word(result.Rule.Severity),
        ["outcome"] = Word(result.Outcome),
        ["reason"] = result.Reason.ToString(),
        ["source"] = result.Rule.Source,
    })]);

    internal static IEnumerable<string> Lines(RuleResults results) => results.All.Select(result =>
        TerminalText.Line($"  {result.Rule.Id,-22} {new Phrase($"Provenance.Outcome.{result.Outcome}")}: {result.Reason}"));

    internal static string Word(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    internal sealed record RuleResults(IReadOnlyList<RuleResult> All)
    {
        public IEnumerable<string> Failing => All.Where(result => result.Outcome == RuleOutcome.DoesNotConform).Select(result => result.Rule.Id);

        public bool Holds => All.All(result => result.Outcome != RuleOutcome.DoesNotConform);
    }
}

/// <summary>Options of commands about one model.</summary>
public class ProvenanceSettings : ActingSettings
{
    [CommandArgument(0, "<MODEL>")]
    [Description("A catalogued name, a file, or the SHA-256 of weights.")]
    public string Model { get; init; } = "";

    [CommandOption("--for <PLACE>")]
    [Description("Whose rules are asked for: CN, EU, US or SG.")]
    public string? For { get; init; }
}

public sealed class ProvenanceListCommand : AsyncCommand<WorkspaceSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, WorkspaceSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var rows = new JsonArray();
        foreach (var dossier in await services.GetRequiredService<ProvenanceDossiers>().ListAsync(cancellationToken))
        {
            var (card, results) = (dossier.Card, ProvenanceCommands.Check(services, dossier, null));
            rows.Add(Json(dossier, results));
            if (!settings.Json)
            {
                Console.Out.WriteLine(TerminalText.Line($"{card.Name}\t{card.Sha256?[..12] ?? "?"}\t{card.Known}/{ProvenanceCard.Needed}\t{string.Join(", ", results.Failing)}"));
            }
        }

        if (settings.Json)
        {
            Console.Out.WriteLine(rows.ToJsonString(CommandJson.Options));
        }

        return ExitCode.Done;
    }

    internal static JsonObject Json(ProvenanceDossier dossier, ProvenanceCommands.RuleResults results) => new()
    {
        ["name"] = dossier.Card.Name,
        ["sha256"] = dossier.Card.Sha256,
        ["known"] = dossier.Card.Known,
        ["needed"] = ProvenanceCard.Needed,
        ["version"] = dossier.Card.Stated?.Version ?? 0,
        ["failing"] = new JsonArray([.. results.Failing.Select(id => JsonValue.Create(id))]),
    };
}

public sealed class ProvenanceShowCommand : AsyncCommand<ProvenanceSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, ProvenanceSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var dossier = await services.GetRequiredService<ProvenanceDossiers>().FindAsync(settings.Model, cancellationToken);
        var (card, results) = (dossier.Card, ProvenanceCommands.Check(services, dossier, settings.For));
        CommandOutput.Write(settings.Json, Json(dossier, results), settings.Json ? "" : Words(dossier, results, services.GetRequiredService<LicenceCatalog>()));
        return ExitCode.Done;
    }

    internal static JsonObject Json(ProvenanceDossier dossier, ProvenanceCommands.RuleResults results)
    {
        var card = dossier.Card;
        return new JsonObject
        {
            ["sha256"] = card.Sha256,
            ["name"] = card.Name,
            ["file"] = card.File,
            ["version"] = card.Stated?.Version ?? 0,
            ["known"] = card.Known,
            ["needed"] = ProvenanceCard.Needed,
            ["statement"] = (card.Stated?.Statement ?? ProvenanceStatement.Empty).ToJson(),
            ["facts"] = new JsonArray([.. card.Facts.Where(fact => !fact.Said.IsEmpty).Select(fact => new JsonObject
            {
                ["field"] = fact.Field.Name,
                ["said"] = new JsonArray([.. fact.Said.Select(said => new JsonObject { ["values"] = new JsonArray([.. said.Values.Select(value => JsonValue.Create(value))]), ["source"] = ProvenanceCommands.Word(said.Source), ["key"] = said.Key })]),
            })]),
            ["lineage"] = new JsonObject
            {
                ["nodes"] = new JsonArray([.. dossier.Lineage.Nodes.Select(node => new JsonObject { ["id"] = node.Id, ["name"] = node.Name, ["sha256"] = node.Card?.Sha256, ["depth"] = node.Depth, ["license"] = node.License, ["root"] = node.IsRoot })]),
                ["edges"] = new JsonArray([.. dossier.Lineage.Edges.Select(edge => new JsonObject { ["child"] = edge.Child, ["parent"] = edge.Parent, ["kind"] = ProvenanceStatement.Word(edge.Kind), ["source"] = ProvenanceCommands.Word(edge.Source) })]),
                ["cycle"] = new JsonArray([.. dossier.Lineage.Cycle.Select(name => JsonValue.Create(name))]),
            },
            ["gaps"] = new JsonArray([.. card.Gaps.Select(gap => new JsonObject { ["field"] = gap.Field.Name, ["blocks"] = gap.Field.Blocks.ToString() })]),
            ["rules"] = ProvenanceCommands.Describe(results),
        };
    }

    private static string Words(ProvenanceDossier dossier, ProvenanceCommands.RuleResults results, LicenceCatalog licences)
    {
        var (card, culture) = (dossier.Card, CultureInfo.CurrentUICulture);
        var text = new StringBuilder(TerminalText.Line($"{card.Name}  {card.Sha256}  {CommandOutput.Say("ProvenanceKnown", card.Known, ProvenanceCard.Needed, card.Stated?.Version ?? 0)}")).AppendLine();
        foreach (var fact in card.Facts.Where(fact => !fact.Said.IsEmpty))
        {
            foreach (var (index, said) in fact.Said.Index())
            {
                var values = string.Join(", ", said.Values.Select(value => FactWords.Of(fact.Field, value, licences, culture)));
                text.AppendLine(TerminalText.Line($"  {(index == 0 ? fact.Field.Label.ToString() : " ↳")}: {values}  ({new Phrase($"Provenance.Source.{said.Source}")})"));
            }
        }

        foreach (var edge in dossier.Lineage.Edges)
        {
            string Name(string id) => dossier.Lineage.Nodes.First(node => node.Id == id).Name;
            text.AppendLine(TerminalText.Line($"  {Name(edge.Child)} – {new Phrase($"Provenance.Kind.{ProvenanceStatement.Word(edge.Kind)}")} {Name(edge.Parent)}  ({new Phrase($"Provenance.Source.{edge.Source}")})"));
        }

        text.AppendLine(CommandOutput.Say("ProvenanceRules")).AppendJoin(Environment.NewLine, ProvenanceCommands.Lines(results)).AppendLine();
        text.AppendLine(CommandOutput.Say("ProvenanceGaps", card.Gaps.Length));
        return text.AppendJoin(Environment.NewLine, card.Gaps.Select(gap => TerminalText.Line($"  {gap.Field.Label}: {gap.Field.Blocks}"))).ToString();
    }
}

public sealed class ProvenanceSetCommand : AsyncCommand<ProvenanceSetCommand.Settings>
{
    private const long MostBytes = 1 << 20;

    public sealed class Settings : ProvenanceSettings
    {
        [CommandArgument(1, "[FILE]")]
        [Description("JSON with the fields to state, as `show --json` gives them under statement; left out, standard input is read.")]
        public string? File { get; init; }

        [CommandOption("--version <N>")]
        [Description("Version that the change is made to; refused when somebody made a later one. The newest when left out.")]
        public int? Version { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var patch = await ReadAsync(settings.File, cancellationToken);
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken);
        var card = (await services.GetRequiredService<ProvenanceDossiers>().FindAsync(settings.Model, cancellationToken)).Card;
        var statement = StatementReader.Merge(card.Stated?.Statement ?? ProvenanceStatement.Empty, patch, settings.File, services.GetRequiredService<LicenceCatalog>());
        var done = await services.GetRequiredService<ProvenanceStore>().SetAsync(card, settings.Version ?? card.Stated?.Version ?? 0, statement, actor, cancellationToken);
        var stated = new ProvenanceCard(card.Sha256, card.Name, card.File, card.FromFile, done);
        CommandOutput.Write(
            settings.Json,
            Json(stated, done),
            CommandOutput.Say("ProvenanceStated", TerminalText.Line(done.Name), done.Version, string.Join(", ", done.Changed)));
        return ExitCode.Done;
    }

    internal static JsonObject Json(ProvenanceCard stated, ProvenanceVersion done) => new()
    {
        ["sha256"] = done.Sha256,
        ["version"] = done.Version,
        ["changed"] = new JsonArray([.. done.Changed.Select(name => JsonValue.Create(name))]),
        ["known"] = stated.Known,
        ["needed"] = ProvenanceCard.Needed,
    };

    private static async Task<JsonObject> ReadAsync(string? path, CancellationToken cancellation)
    {
        try
        {
            if (path is not null && new FileInfo(path).Length > MostBytes)
            {
                throw new InputException(new InputProblem(new Phrase("Provenance.TooLong", "1,048,576"), path));
            }

            var text = path is null ? await Console.In.ReadToEndAsync(cancellation) : await File.ReadAllTextAsync(path, cancellation);
            return JsonNode.Parse(text, null, new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject ?? throw new JsonException();
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            throw new InputException(new InputProblem(new Phrase("Provenance.NotJson", wrong is JsonException json ? JsonWords.Of(json) : FailureWords.Of(wrong)), path, wrong is JsonException { LineNumber: { } line } ? (int)line + 1 : null));
        }
    }
}

public sealed class ProvenanceCheckCommand : AsyncCommand<ProvenanceSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, ProvenanceSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var dossier = await services.GetRequiredService<ProvenanceDossiers>().FindAsync(settings.Model, cancellationToken);
        var results = ProvenanceCommands.Check(services, dossier, settings.For);
        CommandOutput.Write(
            settings.Json,
            new JsonObject { ["sha256"] = dossier.Card.Sha256, ["name"] = dossier.Card.Name, ["for"] = settings.For, ["holds"] = results.Holds, ["rules"] = ProvenanceCommands.Describe(results) },
            string.Join(Environment.NewLine, ProvenanceCommands.Lines(results)));
        return results.Holds ? ExitCode.Done : ExitCode.DidNotHold;
    }
}

public sealed class ProvenanceExportCommand : AsyncCommand<ProvenanceExportCommand.Settings>
{
    public sealed class Settings : ProvenanceSettings
    {
        [CommandOption("--out <FILE>")]
        [Description("Standard output when left out.")]
        public string? Out { get; init; }

        [CommandOption("--lang <LANGUAGE>")]
        [Description("en or zh.")]
        public string? Language { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var culture = settings.Language is null ? CultureInfo.CurrentUICulture : CultureInfo.GetCultureInfo(settings.Language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-Hans" : "en");
        CultureInfo.CurrentUICulture = culture;
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken);
        var dossier = await services.GetRequiredService<ProvenanceDossiers>().FindAsync(settings.Model, cancellationToken);
        var results = ProvenanceCommands.Check(services, dossier, settings.For);
        await services.GetRequiredService<ExportJournal>().AdmitAsync("provenance.exported", dossier.Card.Sha256!, "md", actor, cancellationToken);
        var text = ModelCardExport.Write(dossier, results.All, services.GetRequiredService<LicenceCatalog>(), culture);
        if (settings.Out is { } path)
        {
            await File.WriteAllTextAsync(path, text, cancellationToken);
        }
        else if (!settings.Json)
        {
            Console.Out.Write(text);
        }

        if (settings.Json || settings.Out is not null)
        {
            CommandOutput.Write(settings.Json, new JsonObject { ["sha256"] = dossier.Card.Sha256, ["file"] = settings.Out, ["card"] = settings.Out is null ? text : null }, CommandOutput.Say("ProvenanceExported", TerminalText.Line(dossier.Card.Name), TerminalText.Line(settings.Out ?? "")));
        }

        return ExitCode.Done;
    }
}
