using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbench.Core.Language;
using Workbench.Core.Models;
using Workbench.Core.Models.Gguf;
using Workbench.Core.Models.Stores;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>models list</c>: the catalogue.</summary>
public sealed class ModelsListCommand : AsyncCommand<ModelsListCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--sha256")]
        [Description("With the hash of each file; reads them whole the first time.")]
        public bool Sha256 { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var models = services.GetRequiredService<ModelCatalog>().Scan();
        await ModelsOutput.WriteAsync(models, settings.Json, settings.Sha256 ? services.GetRequiredService<ModelHashes>() : null, cancellationToken);
        return ExitCode.Done;
    }
}

/// <summary><c>models scan DIR...</c>: what lies in folders, whether configured or not.</summary>
public sealed class ModelsScanCommand : AsyncCommand<ModelsScanCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<DIR>")]
        [Description("Folders, searched with all below.")]
        public string[] Folders { get; init; } = [];
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var problems = settings.Folders.Where(folder => !Directory.Exists(folder)).Select(folder => new InputProblem(new Phrase("Models.NoFolder", folder), folder)).ToImmutableArray();
        if (!problems.IsEmpty)
        {
            throw new InputException(problems);
        }

        var scan = new ModelCatalog(settings.Folders).Search();
        ImmutableArray<ModelFile> models = [.. scan.Models.Where(model => model.Origin?.Store != ModelStore.Demonstration)];
        await ModelsOutput.WriteAsync(models, settings.Json, hashes: null, cancellationToken);
        foreach (var problem in scan.Problems)
        {
            Console.Error.WriteLine(problem);
        }

        return ExitCode.Done;
    }
}

/// <summary><c>models inspect FILE</c>: every fact of one file.</summary>
public sealed class ModelsInspectCommand : AsyncCommand<ModelsInspectCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("A GGUF file or a catalogued name.")]
        public string File { get; init; } = "";

        [CommandOption("--sha256")]
        [Description("With the file's hash.")]
        public bool Sha256 { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var model = await FindAsync(settings, cancellationToken);
        var facts = GgufFile.Read(model.Path);
        using var hashes = new ModelHashes(new MemoryHashStore());
        var sha256 = settings.Sha256 ? await hashes.OfAsync(model, cancellationToken) : null;
        if (settings.Json)
        {
            Console.Out.WriteLine(ModelsOutput.Inspection(model, facts, sha256).ToJsonString(CommandJson.Options));
        }
        else
        {
            ModelsOutput.Print(model, facts, sha256);
        }

        return ExitCode.Done;
    }

    private static async Task<ModelFile> FindAsync(Settings settings, CancellationToken cancellation)
    {
        if (System.IO.File.Exists(settings.File))
        {
            return ModelFile.Read(settings.File);
        }

        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellation);
        return services.GetRequiredService<ModelCatalog>().Find(settings.File);
    }
}

/// <summary>How the commands show model files, as JSON or as tables.</summary>
internal static class ModelsOutput
{
    private const int ShownTensors = 400;

    public static async Task WriteAsync(ImmutableArray<ModelFile> models, bool json, ModelHashes? hashes, CancellationToken cancellation)
    {
        var rows = new List<(ModelFile Model, string? Sha256)>();
        foreach (var model in models)
        {
            rows.Add((model, hashes is null || !model.IsUsable ? null : await hashes.OfAsync(model, cancellation)));
        }

        if (json)
        {
            Console.Out.WriteLine(new JsonObject { ["models"] = new JsonArray([.. rows.Select(row => Summary(row.Model, row.Sha256))]) }.ToJsonString(CommandJson.Options));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Name", "Architecture", "Quantisation");
        table.AddColumn(new TableColumn("Parameters").RightAligned()).AddColumn(new TableColumn("MiB").RightAligned()).AddColumn(new TableColumn("Context").RightAligned()).AddColumn("Store").AddColumn("Note");
        foreach (var (model, _) in rows)
        {
            var facts = model.Facts;
            table.AddRow(
                Markup.Escape(model.Name),
                Markup.Escape(facts?.Architecture ?? "-"),
                Markup.Escape(facts is null ? "-" : facts.Kind == GgufKind.Model ? facts.Quantisation ?? "-" : facts.Kind.ToString()),
                Number(model.Parameters),
                (model.Bytes / 1048576.0).ToString("N1", CultureInfo.InvariantCulture),
                Number(facts?.ContextLength),
                Markup.Escape(model.Origin is { Repository: { } repository } origin ? $"{Store(origin.Store)} {repository}" : Store(model.Origin?.Store)),
                model.Problems.IsEmpty ? Markup.Escape(model.Card?.Name.En ?? "") : $"[red]{Markup.Escape(model.Problems[0].ToString())}[/]");
        }

        AnsiConsole.Write(table);
    }

    internal static JsonObject Summary(ModelFile model, string? sha256)
    {
        var row = new JsonObject
        {
            ["name"] = model.Name,
            ["path"] = model.Path,
            ["kind"] = Kind(model.Facts),
            ["architecture"] = model.Facts?.Architecture,
            ["quantisation"] = model.Facts?.Quantisation,
            ["parameters"] = model.Parameters,
            ["bytes"] = model.Bytes,
            ["context"] = model.Facts?.ContextLength,
            ["parts"] = model.Parts.Length,
            ["store"] = Store(model.Origin?.Store),
            ["repository"] = model.Origin?.Repository,
        };
        if (sha256 is not null)
        {
            row["sha256"] = sha256;
        }

        if (!model.Problems.IsEmpty)
        {
            row["problem"] = model.Problems[0].ToString();
        }

        return row;
    }

    public static JsonObject Inspection(ModelFile model, GgufFile facts, string? sha256)
    {
        var all = Summary(model, sha256);
        all["version"] = facts.Version;
        all["endianness"] = facts.IsBigEndian ? "big" : "little";
        all["alignment"] = facts.Alignment;
        all["dataStart"] = facts.DataStart;
        all["title"] = facts.Name;
        all["license"] = facts.License;
        all["tokenizer"] = facts.TokenizerModel;
        all["vocabulary"] = facts.VocabularySize;
        all["chatTemplates"] = new JsonObject(facts.ChatTemplates.Select(template => KeyValuePair.Create<string, JsonNode?>(template.Key, template.Value)));
        all["quantisationBytes"] = new JsonArray([.. facts.QuantisationBytes.Select(group => new JsonObject { ["type"] = group.Type.Name, ["tensors"] = group.Tensors, ["bytes"] = group.Bytes })]);
        all["metadata"] = new JsonObject(facts.Metadata.Select(entry => KeyValuePair.Create(entry.Key, Value(entry.Value))));
        all["tensors"] = new JsonArray([.. facts.Tensors.Select(tensor => new JsonObject { ["name"] = tensor.Name, ["shape"] = new JsonArray([.. tensor.Shape.Select(size => (JsonNode?)size)]), ["type"] = tensor.Type.Name, ["offset"] = tensor.Offset, ["bytes"] = tensor.Bytes })]);
        return all;
    }

    public static void Print(ModelFile model, GgufFile facts, string? sha256)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Fact", "Value");
        void Row(string name, string? value) => table.AddRow(Markup.Escape(name), Markup.Escape(value ?? "-"));
        Row("File", facts.Path);
        Row("Kind", Kind(facts));
        Row("GGUF", $"version {facts.Version}, {(facts.IsBigEndian ? "big" : "little")}-endian");
        Row("Architecture", facts.Architecture);
        Row("Parameters", Number(model.Parameters));
        Row("Quantisation", $"{facts.Quantisation} ({string.Join(", ", facts.QuantisationBytes.Select(group => $"{group.Type} {group.Tensors} tensors {Number(group.Bytes)} bytes"))})");
        Row("Licence", facts.License);
        if (sha256 is not null)
        {
            Row("SHA-256", sha256);
        }

        foreach (var entry in facts.Metadata)
        {
            Row(entry.Key, entry.Text.Length > 200 ? entry.Text[..200] + "…" : entry.Text);
        }

        AnsiConsole.Write(table);
        var tensors = new Table().Border(TableBorder.Rounded).AddColumns("Tensor", "Shape", "Type").AddColumn(new TableColumn("Bytes").RightAligned());
        foreach (var tensor in facts.Tensors.Take(ShownTensors))
        {
            tensors.AddRow(Markup.Escape(tensor.Name), string.Join(" × ", tensor.Shape), tensor.Type.Name, Number(tensor.Bytes));
        }

        AnsiConsole.Write(tensors);
    }

    private static string Kind(GgufFile? facts) => facts?.Kind switch
    {
        null => "unreadable",
        GgufKind.Model => "model",
        GgufKind.Adapter => "adapter",
        GgufKind.VocabularyOnly => "vocabulary-only",
        GgufKind.Projector => "projector",
        _ => "importance-matrix",
    };

    private static string Store(ModelStore? store) => store switch
    {
        ModelStore.Demonstration => "demonstration",
        ModelStore.Ollama => "ollama",
        ModelStore.LmStudio => "lm-studio",
        ModelStore.HuggingFace => "hugging-face",
        _ => "folder",
    };

    // Numbers that JSON cannot write (infinity, NaN) become text.
    private static JsonNode? Value(object value) => value switch
    {
        GgufArray array => new JsonObject { ["type"] = array.ElementType.ToString(), ["count"] = array.Count, ["first"] = new JsonArray([.. array.First.Take(16).Select(Value)]) },
        bool flag => flag,
        ulong number => number,
        long number => number,
        double number when double.IsFinite(number) => number,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string Number(long? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";
}
