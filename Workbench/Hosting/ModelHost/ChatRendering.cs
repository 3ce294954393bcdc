using System.Text.Json;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Inference.Templates;
using Workbench.Core.Language;

namespace Workbench.Hosting.ModelHost;

/// <summary>Writes a conversation with its tools and documents through the template, and sees that the template does say them.</summary>
internal static class ChatRendering
{
    /// <exception cref="InputException">The template has no place for tools or documents, or refuses the conversation.</exception>
    public static ChatPrompt Render(InferenceEngine engine, PromptSpec conversation, ToolFields? tools)
    {
        var whole = conversation with { Tools = tools?.Tools };
        ForbidControls(engine.Vocabulary, whole);
        var prompt = engine.Render(whole);
        if (tools is not null)
        {
            Require(engine, whole with { Tools = null }, prompt, "tools");
        }

        if (conversation.Documents is not null)
        {
            Require(engine, whole with { Documents = null }, prompt, "documents");
        }

        return prompt;
    }

    /// <summary>Lets the marks of tool calls be read, and sees to it that one is called where one must be.</summary>
    public static GenerationSpec Apply(InferenceEngine engine, GenerationSpec spec, PromptSpec conversation, ToolFields? tools)
    {
        if (tools is null)
        {
            return spec;
        }

        var shown = spec with { Shown = [.. engine.Vocabulary.Controls.Where(control => ToolGrammar.Marks.Contains(control.Text)).Select(control => control.Token)] };
        if (tools.Forced.IsEmpty)
        {
            return shown;
        }

        if (spec.Sampling.Grammar is not null)
        {
            throw new InputException(new InputProblem(new Phrase("Inference.FieldRefused", "not together with a grammar or a response format"), Field: "tool_choice"));
        }

        var grammar = ToolGrammar.Of(ToolGrammar.ShapeOf(Source(engine, conversation.Template)), tools);
        return shown with { Sampling = spec.Sampling with { Grammar = grammar, GrammarField = "tool_choice" } };
    }

    private static string Source(InferenceEngine engine, string? template) =>
        template is null ? engine.Model.Metadata("tokenizer.chat_template") ?? "" : NamedTemplates.Find(template) ?? template;

    // Contents of messages are kept apart from what the template writes; these stand in the midst of it, and could forge a turn.
    private static void ForbidControls(Vocabulary vocabulary, PromptSpec spec)
    {
        Check(spec.Tools, "tools");
        Check(spec.Documents, "documents");
        foreach (var (name, value) in spec.Variables)
        {
            Check(value, $"chat_template_kwargs.{name}");
        }

        foreach (var (index, message) in (spec.MessagesJson?.EnumerateArray().ToArray() ?? []).Index())
        {
            foreach (var part in message.EnumerateObject().Where(part => part.Name != "content"))
            {
                Check(part.Value, $"messages[{index}].{part.Name}");
            }
        }

        void Check(JsonElement? value, string field)
        {
            if (value is { } given && Texts(given).Any(text => vocabulary.Controls.Any(control => text.Contains(control.Text, StringComparison.Ordinal))))
            {
                throw new InputException(new InputProblem(new Phrase("Inference.ControlTokensBesideMessages"), Field: field));
            }
        }
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(entry => Texts(entry.Value).Prepend(entry.Name)),
        _ => [],
    };

    // Said by comparison: a template that writes the same text without them has not told the model of them.
    private static void Require(InferenceEngine engine, PromptSpec without, ChatPrompt with, string field)
    {
        if (engine.Render(without).Text == with.Text)
        {
            throw new InputException(new InputProblem(new Phrase("Inference.TemplateHasNoPlace", field), Field: field));
        }
    }
}
