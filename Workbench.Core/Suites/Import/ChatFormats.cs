using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Inference;

namespace Workbench.Core.Suites.Import;

/// <summary>Samples of OpenAI evals and of Inspect: a text or turns of a chat, with the answer that is looked for.</summary>
internal static class ChatFormats
{
    public static RowFormat OpenAi { get; } = new("openai-evals", ["input", "ideal"], "en", null, ["includes"], (row, number) =>
        row.Texts("ideal", "target") is not { IsEmpty: false } ideal ? Missing(row, "ideal")
        : Asked(row) is { } asked ? asked with { Id = TruthfulFormats.Id(number), Targets = ideal } : null);

    public static RowFormat Inspect { get; } = new("inspect", ["input", "target"], "en", null, ["includes"], (row, number) =>
    {
        foreach (var name in new[] { "files", "setup", "sandbox" }.Where(name => row.Find(name) is not null))
        {
            row.Notes.Take(name, "");
            row.Notes.Note(row.Line, name, "FieldNotMapped");
        }

        var targets = row.Texts("target", "target");
        var choices = row.Texts("choices", "choices");
        if (Asked(row) is not { } asked)
        {
            return null;
        }

        asked = asked with { Id = row.Text("id", "id") ?? TruthfulFormats.Id(number), Metadata = row.Pairs("metadata", "metadata") };
        return choices.IsEmpty ? asked with { Targets = targets } : WithChoices(asked, choices, targets, row);
    });

    /// <summary>With the choices lettered in the prompt; the target is a letter or a choice's text.</summary>
    internal static Sample? WithChoices(Sample sample, ImmutableArray<string> choices, ImmutableArray<string> targets, ImportRow row, string field = "target")
    {
        if (targets is not [var target])
        {
            row.Notes.Report(row.Line, field, targets.IsEmpty ? "Missing" : "SeveralRight");
            return null;
        }

        var right = Choice(target.Trim(), choices);
        if (right < 0)
        {
            row.Notes.Report(row.Line, field, "NoRightChoice");
            return null;
        }

        return sample with
        {
            Prompt = $"{sample.Prompt}\n{ChineseFormats.Lettered(choices)}",
            Choices = choices,
            TargetChoice = right,
            Targets = [choices[right]],
            Scorers = [new ScorerSpec("choice-letter")],
        };
    }

    private static int Choice(string target, ImmutableArray<string> choices) =>
        choices.IndexOf(target) is >= 0 and var named ? named
        : target.Length == 1 && char.ToUpperInvariant(target[0]) - 'A' is >= 0 and var letter && letter < choices.Length ? letter
        : int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < choices.Length ? index
        : -1;

    private static Sample? Asked(ImportRow row)
    {
        row.Notes.Take("input", "prompt");
        switch (row.Find("input"))
        {
            case SuiteScalar text:
                return RowFormat.Sample("", text.Text, row.Line);
            case SuiteList list:
                row.Notes.Take("input", "messages");
                return Turns(list, row);
            default:
                return Missing(row, "input");
        }
    }

    private static Sample? Turns(SuiteList list, ImportRow row)
    {
        var turns = new List<ChatMessage>();
        foreach (var (at, item) in list.Items.Index())
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"input[{at}]");
            if (item is not SuiteMap map || Text(map, "role") is not { } role || Content(map, field, row) is not { } content)
            {
                row.Notes.Report(row.Line, field, "NotMessage");
                return null;
            }

            if (role == "system" && Text(map, "name") is "example_user" or "example_assistant")
            {
                // The way in which evals write examples of how the chat goes on.
                role = Text(map, "name") == "example_user" ? "user" : "assistant";
            }

            turns.Add(new ChatMessage(role, content));
        }

        // Several system messages in front are one.
        var leading = turns.TakeWhile(turn => turn.Role is "system" or "developer").ToList();
        turns.RemoveRange(0, leading.Count);
        if (turns.Count % 2 == 0 || turns.Index().Any(turn => turn.Item.Role != (turn.Index % 2 == 0 ? "user" : "assistant")))
        {
            row.Notes.Report(row.Line, "input", "TurnsDoNotAlternate");
            return null;
        }

        return RowFormat.Sample("", turns[^1].Content, row.Line) with { Turns = [.. turns[..^1]], System = leading.Count == 0 ? null : string.Join("\n\n", leading.Select(turn => turn.Content)) };
    }

    private static string? Text(SuiteMap map, string name) => map.Entries.FirstOrDefault(entry => entry.Name.Text == name).Value is SuiteScalar { IsNull: false } text ? text.Text : null;

    // A text, or parts of which those of text count.
    private static string? Content(SuiteMap map, string field, ImportRow row)
    {
        if (map.Entries.FirstOrDefault(entry => entry.Name.Text == "content").Value is not SuiteList parts)
        {
            return Text(map, "content");
        }

        if (parts.Items.Any(part => part is not SuiteMap typed || Text(typed, "type") != "text"))
        {
            row.Notes.Note(row.Line, $"{field}.content", "PartNotText");
        }

        var texts = parts.Items.OfType<SuiteMap>().Where(part => Text(part, "type") == "text").Select(part => Text(part, "text")).OfType<string>().ToList();
        return texts.Count == 0 ? null : string.Join('\n', texts);
    }

    private static Sample? Missing(ImportRow row, string field)
    {
        row.Notes.Report(row.Line, field, "Missing");
        return null;
    }
}
