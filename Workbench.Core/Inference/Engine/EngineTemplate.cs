using System.Collections.Immutable;
using System.Text;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>The chat template of a model's own file.</summary>
internal sealed class EngineTemplate
{
    private const string Start = "<|im_start|>";
    private const string End = "<|im_end|>\n";
    private readonly string _source;

    private EngineTemplate(string source) => _source = source;

    /// <returns>Null if the file has none.</returns>
    public static EngineTemplate? Of(EngineModel model) => model.Metadata("tokenizer.chat_template") is { Length: > 0 } source ? new EngineTemplate(source) : null;

    /// <exception cref="InputException">The template is of a kind that is not understood.</exception>
    public string Render(ImmutableArray<ChatMessage> messages)
    {
        if (!_source.Contains(Start, StringComparison.Ordinal))
        {
            throw new InputException(new InputProblem(new Phrase("Inference.TemplateNotUnderstood"), Field: "messages"));
        }

        var text = new StringBuilder();
        foreach (var message in messages)
        {
            text.Append(Start).Append(message.Role).Append('\n').Append(message.Content).Append(End);
        }

        return text.Append(Start).Append("assistant\n").ToString();
    }
}
