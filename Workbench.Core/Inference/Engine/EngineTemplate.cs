using System.Collections.Immutable;
using System.Text;

namespace Workbench.Core.Inference.Engine;

/// <summary>The chat template of a model's own file.</summary>
internal sealed class EngineTemplate
{
    private readonly string _end;

    private EngineTemplate(string end) => _end = end;

    /// <returns>Null if the file has none.</returns>
    public static EngineTemplate? Of(EngineModel model) => model.Metadata("tokenizer.chat_template") is { Length: > 0 } ? new EngineTemplate("<|im_end|>\n") : null;

    public string Render(ImmutableArray<ChatMessage> messages)
    {
        var text = new StringBuilder();
        foreach (var message in messages)
        {
            text.Append("<|im_start|>").Append(message.Role).Append('\n').Append(message.Content).Append(_end);
        }

        return text.Append("<|im_start|>assistant\n").ToString();
    }
}
