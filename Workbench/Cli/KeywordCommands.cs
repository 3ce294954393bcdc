using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Detectors;
using Workbench.Core.Language;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>keywords list|check|scan</c>.</summary>
public static class KeywordCommands
{
    public static void AddTo(IConfigurator<CommandSettings> keywords)
    {
        keywords.SetDescription("Keyword libraries.");
        keywords.AddCommand<KeywordListCommand>("list").WithDescription("The libraries of the workspace and those that came with the workbench.");
        keywords.AddCommand<KeywordCheckCommand>("check").WithDescription("What is wrong with a library, what is in it, and what is due.");
        keywords.AddCommand<KeywordScanCommand>("scan").WithDescription("Terms of a library in a text file; exit status 1 where there are any.");
    }

    /// <summary>A file, or the name of a library.</summary>
    internal static KeywordLibrary Find(KeywordShelf shelf, string key) => File.Exists(key) ? KeywordFile.Read(key)
        : shelf.Find(key) ?? throw new InputException(new InputProblem(new Phrase("Detectors.NoLibrary", key), Hint: new Phrase("Detectors.KnownLibraries", string.Join(", ", shelf.Names))));
}

public sealed class KeywordListCommand : AsyncCommand<WorkspaceSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, WorkspaceSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var shelf = services.GetRequiredService<KeywordShelf>();
        List<KeywordLibrary> libraries = [.. shelf.Names.Select(name => shelf.Find(name)!)];
        CommandOutput.Write(
            settings.Json,
            new JsonObject { ["libraries"] = new JsonArray([.. libraries.Select(library => new JsonObject { ["name"] = library.Name, ["terms"] = library.Terms.Length, ["sha256"] = library.Sha256 })]) },
            string.Join(Environment.NewLine, libraries.Select(library => CommandOutput.Say("KeywordLibrary", TerminalText.Line(library.Name), library.Terms.Length, library.Sha256))));
        return ExitCode.Done;
    }
}

public sealed class KeywordCheckCommand : AsyncCommand<KeywordCheckCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "<LIBRARY>")]
        [Description("A CSV file with the columns term, class, language, source, note, due; or the name of a library.")]
        public string Library { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var library = KeywordCommands.Find(services.GetRequiredService<KeywordShelf>(), settings.Library);
        var today = DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetLocalNow().Date);
        List<KeywordTerm> overdue = [.. library.Terms.Where(term => term.Due < today)];
        if (settings.Json)
        {
            Console.Out.WriteLine(Json(library, overdue).ToJsonString(CommandJson.Options));
        }
        else
        {
            Console.Out.WriteLine(CommandOutput.Say("KeywordLibrary", TerminalText.Line(library.Name), library.Terms.Length, library.Sha256));
            foreach (var group in library.Terms.CountBy(term => (term.Class, term.Language)).OrderBy(group => group.Key))
            {
                Console.Out.WriteLine($"  {TerminalText.Line(group.Key.Class),-12} {TerminalText.Line(group.Key.Language),-8} {group.Value,7}");
            }

            foreach (var (first, later) in library.Twins)
            {
                Console.Out.WriteLine(TerminalText.Line($"  {CommandOutput.Say("KeywordTwin", later.Line, later.Term, first.Line, first.Term)}"));
            }

            foreach (var term in overdue)
            {
                Console.Out.WriteLine(TerminalText.Line($"  {CommandOutput.Say("KeywordOverdue", term.Line, term.Term, term.Due)}"));
            }
        }

        return overdue.Count == 0 ? ExitCode.Done : ExitCode.DidNotHold;
    }

    private static JsonObject Json(KeywordLibrary library, List<KeywordTerm> overdue) => new()
    {
        ["name"] = library.Name,
        ["terms"] = library.Terms.Length,
        ["sha256"] = library.Sha256,
        ["classes"] = new JsonArray([.. library.Terms.CountBy(term => (term.Class, term.Language)).OrderBy(group => group.Key).Select(group => new JsonObject { ["class"] = group.Key.Class, ["language"] = group.Key.Language, ["terms"] = group.Value })]),
        ["twins"] = new JsonArray([.. library.Twins.Select(twin => new JsonObject { ["line"] = twin.Later.Line, ["term"] = twin.Later.Term, ["first"] = twin.First.Line })]),
        ["overdue"] = new JsonArray([.. overdue.Select(term => new JsonObject { ["line"] = term.Line, ["term"] = term.Term, ["due"] = term.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) })]),
    };
}

public sealed class KeywordScanCommand : AsyncCommand<KeywordScanCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandArgument(0, "[FILE]")]
        [Description("UTF-8 text; standard input when left out.")]
        public string? File { get; init; }

        [CommandOption("--library <LIBRARY>")]
        [Description("Name or CSV file; the starter list unless told.")]
        public string Library { get; init; } = "starter";

        [CommandOption("--limit <N>")]
        [Description("Hits shown at most; all are counted.")]
        public int Limit { get; init; } = 1000;
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var library = KeywordCommands.Find(services.GetRequiredService<KeywordShelf>(), settings.Library);
        using var reader = Open(settings.File);
        var (scan, hits, count, line) = (new KeywordScan(), new List<(int Line, int Column, KeywordTerm Term, string Found)>(), 0L, 0);
        while (await reader.ReadLineAsync(cancellationToken) is { } text)
        {
            line++;
            library.Scan(text, scan, (term, start, length) =>
            {
                count++;
                if (hits.Count < settings.Limit)
                {
                    hits.Add((line, start + 1, term, text.Substring(start, length)));
                }
            });
        }

        if (settings.Json)
        {
            Console.Out.WriteLine(new JsonObject
            {
                ["library"] = library.Name,
                ["sha256"] = library.Sha256,
                ["lines"] = line,
                ["count"] = count,
                ["hits"] = new JsonArray([.. hits.Select(hit => new JsonObject { ["line"] = hit.Line, ["column"] = hit.Column, ["term"] = hit.Term.Term, ["class"] = hit.Term.Class, ["found"] = hit.Found })]),
            }.ToJsonString(CommandJson.Options));
        }
        else
        {
            foreach (var hit in hits)
            {
                Console.Out.WriteLine(TerminalText.Line($"{(settings.File is { } file ? $"{file}:" : "")}{hit.Line}:{hit.Column}: {hit.Term.Class} {hit.Term.Term}{(hit.Found == hit.Term.Term ? "" : $" ← {hit.Found}")}"));
            }

            Console.Out.WriteLine(CommandOutput.Say("KeywordHits", count, line, TerminalText.Line(library.Name), library.Terms.Length));
        }

        return count == 0 ? ExitCode.Done : ExitCode.DidNotHold;
    }

    private static StreamReader Open(string? file)
    {
        try
        {
            return file is null ? new StreamReader(Console.OpenStandardInput(), Encoding.UTF8) : new StreamReader(file, Encoding.UTF8);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputProblem(new Phrase("Detectors.Unreadable", FileWords.Of(unreadable, file)), file));
        }
    }
}
