using System.Collections.Immutable;
using Workbench.Core.Inference.Templates;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>A conversation as the model's template writes it, and which parts of it persons wrote.</summary>
internal sealed record ChatPrompt(string Text, ImmutableArray<PromptPiece> Pieces)
{
    /// <exception cref="InputException">The template refuses the conversation, or reshapes text that holds control tokens.</exception>
    public static ChatPrompt Render(EngineTemplate template, ImmutableArray<ChatMessage> messages, Vocabulary vocabulary, DateTimeOffset now)
    {
        var pieces = template.Render(messages, vocabulary, now);
        var text = string.Concat(pieces.Select(piece => piece.Text));
        if (pieces is not [{ IsContent: true }] || messages.Any(message => message.Content == text))
        {
            return new ChatPrompt(text, [.. pieces]);
        }

        // Contents could not be told from the template's own text. Sent as content, the template's turns would be no turns; without control tokens in a message, nothing can be forged.
        return messages.Any(message => vocabulary.Controls.Any(control => message.Content.Contains(control.Text, StringComparison.Ordinal)))
            ? throw new InputException(new InputProblem(new Phrase("Inference.ControlTokensInReshapedText"), Field: "messages"))
            : new ChatPrompt(text, [new PromptPiece(text, IsContent: false)]);
    }
}
