using System.Collections.Immutable;
using Workbench.Core.Inference.Templates;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>A conversation as a template writes it, and which parts of it persons wrote.</summary>
/// <param name="Origin">Of the template, as <see cref="EngineTemplate.Origin"/>.</param>
internal sealed record ChatPrompt(string Text, ImmutableArray<PromptPiece> Pieces, string Origin)
{
    /// <exception cref="InputException">The template refuses the conversation, or reshapes text that holds control tokens.</exception>
    public static ChatPrompt Render(EngineTemplate template, PromptSpec spec, Vocabulary vocabulary, DateTimeOffset now)
    {
        var context = Context(spec, vocabulary, now);
        var pieces = template.Render(context);
        var text = string.Concat(pieces.Select(piece => piece.Text));
        if (pieces is [{ IsContent: true }])
        {
            var contents = ContextValues.Contents(context);
            if (!contents.Contains(text))
            {
                // Contents could not be told from the template's own text. Sent as content, the template's turns would be no turns; without control tokens in a message, nothing can be forged.
                pieces = contents.Any(content => vocabulary.Controls.Any(control => content.Contains(control.Text, StringComparison.Ordinal)))
                    ? throw new InputException(new InputProblem(new Phrase("Inference.ControlTokensInReshapedText"), Field: "messages"))
                    : [new PromptPiece(text, IsContent: false)];
            }
        }

        return string.IsNullOrEmpty(spec.Prefill)
            ? new ChatPrompt(text, [.. pieces], template.Origin)
            : new ChatPrompt(text + spec.Prefill, [.. pieces, new PromptPiece(spec.Prefill, IsContent: true)], template.Origin);
    }

    private static TemplateContext Context(PromptSpec spec, Vocabulary vocabulary, DateTimeOffset now)
    {
        // The places where text of a person stands are not for further variables to set.
        var variables = spec.Variables.RemoveRange(["messages", "tools", "documents", "add_generation_prompt", "bos_token", "eos_token"]);
        return new TemplateContext(spec.Messages, AddGenerationPrompt: true, vocabulary.Text(vocabulary.Begin), vocabulary.Text(vocabulary.End))
        {
            Variables = spec.MessagesJson is { } messages ? variables.SetItem("messages", messages) : variables,
            Tools = spec.Tools,
            Documents = spec.Documents,
            Now = now,
        };
    }
}
