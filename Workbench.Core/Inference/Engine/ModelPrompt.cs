using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Models.Gguf;

namespace Workbench.Core.Inference.Engine;

/// <summary>The text that a model would be sent, by its own chat template; the model need not be loaded.</summary>
/// <param name="Origin">Of the template: <c>file</c>, <c>fallback-chatml</c> for a file without one, <c>named:NAME</c> or <c>text:…</c>.</param>
public sealed record ModelPrompt(string Text, string Origin)
{
    /// <param name="template">A named template or the text of one, in place of the file's own; null takes the file's own.</param>
    /// <param name="now">For templates that write the date.</param>
    /// <exception cref="InputException">The file can't be read, or its template isn't understood or refuses the conversation.</exception>
    public static ModelPrompt Of(string modelPath, ImmutableArray<ChatMessage> messages, DateTimeOffset now, string? template = null)
    {
        var file = GgufFile.Read(modelPath);
        var chosen = new EngineTemplates(EngineTemplate.Compile(file.ChatTemplate, Path.GetFileName(modelPath))).Find(template);
        var context = new Templates.TemplateContext(messages, AddGenerationPrompt: true, file.SpecialTokens.GetValueOrDefault("bos", ""), file.SpecialTokens.GetValueOrDefault("eos", "")) { Now = now };
        return new ModelPrompt(string.Concat(chosen.Render(context).Select(piece => piece.Text)), chosen.Origin);
    }
}
