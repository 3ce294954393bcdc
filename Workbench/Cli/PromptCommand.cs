using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Inference.Templates;
using Workbench.Core.Language;
using Workbench.Core.Models.Gguf;

namespace Workbench.Cli;

/// <summary><c>prompt</c>: the text a chat template makes of a conversation, which is what a model would be sent.</summary>
public sealed class PromptCommand : AsyncCommand<PromptCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--template <FILE>")]
        [Description("A Jinja template: a file, or the name of one that is offered.")]
        public string? Template { get; init; }

        [CommandOption("--model <FILE>")]
        [Description("A GGUF file whose own template is taken.")]
        public string? Model { get; init; }

        [CommandOption("--context <FILE>", isRequired: true)]
        [Description("The template's variables as JSON; or JSONL, one context a line, which gives one line each.")]
        public string Context { get; init; } = "";

        [CommandOption("--now <TIME>")]
        [Description("What strftime_now takes for now, for example 2026-01-15T09:30:05.")]
        public string? Now { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var now = Now(settings);
        if (string.IsNullOrEmpty(settings.Template) == string.IsNullOrEmpty(settings.Model))
        {
            throw new InputException(new InputProblem(new Phrase("Inference.TemplateOrModel"), Field: "--template"));
        }

        var text = await ReadAsync(settings.Context, cancellationToken);
        var (source, file, tokens) = await SourceAsync(settings, cancellationToken);
        if (!IsLines(settings.Context, text))
        {
            var prompt = ChatTemplate.Compile(source, file).Render(Context(text, tokens, now, settings.Context, null));
            Console.Out.Write(settings.Json ? Line("text", prompt) + "\n" : prompt);
            return ExitCode.Done;
        }

        return WriteLines(text, source, file, tokens, now, settings.Context);
    }

    private static int WriteLines(string text, string source, string file, IReadOnlyDictionary<string, string> tokens, DateTimeOffset now, string contexts)
    {
        ChatTemplate? template = null;
        JsonObject? failed = null;
        try
        {
            template = ChatTemplate.Compile(source, file);
        }
        catch (InputException exception)
        {
            failed = Error(exception.Problems[0]);
        }

        foreach (var (index, line) in text.Split('\n').Index())
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                Console.Out.WriteLine(template is null ? failed!.ToJsonString(CommandJson.Options) : One(template, line, index + 1));
            }
        }

        return template is null ? ExitCode.BadInput : ExitCode.Done;

        string One(ChatTemplate compiled, string line, int number)
        {
            try
            {
                return Line("text", compiled.Render(Context(line, tokens, now, contexts, number)));
            }
            catch (InputException exception)
            {
                return Error(exception.Problems[0]).ToJsonString(CommandJson.Options);
            }
        }
    }

    private static string Line(string name, string value) => new JsonObject { [name] = value }.ToJsonString(CommandJson.Options);

    private static JsonObject Error(InputProblem problem) => new()
    {
        ["error"] = new JsonObject
        {
            ["message"] = problem.Message.ToString(),
            ["file"] = problem.File,
            ["line"] = problem.Line,
            ["field"] = problem.Field,
            ["hint"] = problem.Hint?.ToString(),
        },
    };

    private static DateTimeOffset Now(Settings settings)
    {
        if (settings.Now is null)
        {
            return TimeProvider.System.GetLocalNow();
        }

        return DateTime.TryParse(settings.Now, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out var now)
            ? new DateTimeOffset(DateTime.SpecifyKind(now, DateTimeKind.Unspecified), TimeSpan.Zero)
            : throw new InputException(new InputProblem(new Phrase("Inference.TemplateNow", settings.Now), Field: "--now"));
    }

    private static async Task<(string Source, string File, IReadOnlyDictionary<string, string> Tokens)> SourceAsync(Settings settings, CancellationToken cancellation)
    {
        if (settings.Template is { Length: > 0 } template)
        {
            if (!File.Exists(template) && NamedTemplates.Find(template) is { } named)
            {
                return (named, template, new Dictionary<string, string>());
            }

            return (await ReadAsync(template, cancellation), template, new Dictionary<string, string>());
        }

        var model = GgufFile.Read(settings.Model!);
        return model.ChatTemplate is { } source
            ? (source, settings.Model!, model.SpecialTokens)
            : throw new InputException(new InputProblem(new Phrase("Inference.TemplateMissing"), settings.Model, Field: "tokenizer.chat_template"));
    }

    // One JSON document, however many lines it has, or one on each line.
    private static bool IsLines(string path, string text)
    {
        if (Path.GetExtension(path).Equals(".jsonl", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var first = text.AsSpan().TrimStart();
        var end = first.IndexOf('\n');
        if (end < 0 || first[end..].IsWhiteSpace())
        {
            return false;
        }

        try
        {
            using var whole = JsonDocument.Parse(first[..end].ToString());
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static TemplateContext Context(string json, IReadOnlyDictionary<string, string> tokens, DateTimeOffset now, string file, int? line)
    {
        try
        {
            var root = JsonSerializer.Deserialize<JsonElement>(json);
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new InputException(new InputProblem(new Phrase("Inference.ContextNotObject"), file, line ?? 1));
            }

            var context = TemplateContext.FromJson(root, now);
            return context with { BosToken = tokens.GetValueOrDefault("bos", ""), EosToken = tokens.GetValueOrDefault("eos", "") };
        }
        catch (JsonException exception)
        {
            throw new InputException(new InputProblem(new Phrase("Inference.ContextNotJson", JsonWords.Of(exception)), file, line ?? (int)(exception.LineNumber ?? 0) + 1));
        }
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputProblem(new Phrase("Models.NotReadable", FileWords.Of(exception, path)), path));
        }
    }
}
