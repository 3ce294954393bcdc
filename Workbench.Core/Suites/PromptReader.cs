using System.Collections.Immutable;
using Workbench.Core.Inference;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>What a sample asks: its <c>prompt</c>, the suite's template, or its <c>messages</c>; variables filled in.</summary>
internal sealed class PromptReader(SampleDefaults defaults, SuiteFields fields, string? context, ImmutableArray<string> choices)
{
    private readonly ImmutableSortedDictionary<string, string> _given = defaults.Variables.SetItems(fields.Pairs("vars"));
    private ImmutableSortedDictionary<string, string>? _all;

    /// <returns>Null when there is nothing to ask; the problems say why.</returns>
    public (string Prompt, ImmutableArray<ChatMessage> Turns, string? System)? Read()
    {
        var system = fields.Text("system");
        if (fields.Find("messages") is not null)
        {
            return Messages(system);
        }

        var own = fields.Text("prompt");
        if ((own ?? defaults.Template) is not { } template)
        {
            fields.Report(fields.Line, "prompt", "Missing");
            return null;
        }

        if (template.Trim().Length == 0)
        {
            fields.Report("prompt", "EmptyPrompt");
            return null;
        }

        return (own is null ? Fill(template) : FillOwn(own), [], system);
    }

    private (string Prompt, ImmutableArray<ChatMessage> Turns, string? System)? Messages(string? system)
    {
        if (fields.Text("prompt") is not null)
        {
            fields.Report("prompt", "PromptAndMessages");
        }

        var before = fields.Problems.Count;
        var turns = (fields.Children("messages") ?? []).Select(Message).ToList();
        if (fields.Problems.Count > before)
        {
            return null;
        }

        if (turns is [{ Role: "system" } first, ..])
        {
            if (system is not null)
            {
                fields.Report("system", "SystemTwice");
            }

            system = first.Content;
            turns.RemoveAt(0);
        }

        for (var at = 0; at < turns.Count; at++)
        {
            if (turns[at].Role != (at % 2 == 0 ? "user" : "assistant"))
            {
                fields.Report("messages", "TurnsAlternate");
                return null;
            }
        }

        if (turns.Count % 2 == 0)
        {
            fields.Report("messages", "LastTurnAsks");
            return null;
        }

        return (turns[^1].Content, [.. turns[..^1]], system);
    }

    private ChatMessage Message(SuiteFields message)
    {
        var role = message.Text("role");
        if (role is not null && !SuiteForms.Message["role"].Words.Contains(role))
        {
            message.ReportWithHint(message.Find("role")!.Line, "role", new Phrase("Suites.SettingWrong", role), new Phrase("Suites.Expected", string.Join(" | ", SuiteForms.Message["role"].Words)));
        }

        var content = message.Text("content");
        if (content is not null && content.Trim().Length == 0)
        {
            message.Report("content", "EmptyPrompt");
        }

        message.RefuseOthers();
        return new ChatMessage(role ?? "", FillOwn(content ?? ""));
    }

    // A sample's own words are a template only where there are variables: code may be full of braces.
    private string FillOwn(string own) => _given.IsEmpty ? own : Fill(own);

    private string Fill(string template)
    {
        _all ??= All();
        var filled = PromptTemplate.Fill(template, _all, out var unknown);
        foreach (var name in unknown)
        {
            var near = NearestName.Of(name, _all.Keys);
            var hint = near is null ? new Phrase("Suites.AddVariable", name) : new Phrase("Suites.DidYouMean", near);
            fields.ReportWithHint((fields.Find("vars") ?? fields.Find("prompt"))?.Line ?? fields.Line, $"vars.{name}", new Phrase("Suites.UnknownVariable", name), hint);
        }

        return filled;
    }

    /// <summary>The given variables, and those that every sample with a context or choices has.</summary>
    private ImmutableSortedDictionary<string, string> All()
    {
        var all = _given;
        if (context is not null && !all.ContainsKey("context"))
        {
            all = all.SetItem("context", context);
        }

        return choices.IsEmpty || all.ContainsKey("choices") ? all
            : all.SetItem("choices", string.Join('\n', choices.Select(static (choice, index) => $"{Letter(index)}. {choice}")));
    }

    // A to Z, then AA, AB, …
    private static string Letter(int index) => index < 26 ? $"{(char)('A' + index)}" : Letter((index / 26) - 1) + Letter(index % 26);
}
