using System.Collections.Immutable;
using Workbench.Core.Inference.Templates;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>The chat template that a model's conversations are written with, compiled once.</summary>
internal sealed class EngineTemplate
{
    /// <summary>ChatML, for a file without a template of its own.</summary>
    private const string ChatMl = "{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private readonly ChatTemplate? _template;

    private EngineTemplate(string origin, ChatTemplate? template, ImmutableArray<InputProblem> problems)
    {
        Origin = origin;
        _template = template;
        Problems = problems;
    }

    /// <summary><c>file</c>, <c>fallback-chatml</c> for a file that has none, or <c>refused</c> for one that has <see cref="Problems"/>.</summary>
    public string Origin { get; }

    /// <summary>What in the file's template is not understood, and on which line; raw prompts can still be completed.</summary>
    public ImmutableArray<InputProblem> Problems { get; }

    /// <param name="source">Of the file; null or empty if it has none.</param>
    /// <param name="file">Name of the file, for problems.</param>
    public static EngineTemplate Compile(string? source, string file)
    {
        if (string.IsNullOrEmpty(source))
        {
            return new EngineTemplate("fallback-chatml", ChatTemplate.Compile(ChatMl), []);
        }

        try
        {
            return new EngineTemplate("file", ChatTemplate.Compile(source, file), []);
        }
        catch (InputException exception)
        {
            return new EngineTemplate("refused", null, exception.Problems);
        }
    }

    /// <exception cref="InputException">The template has <see cref="Problems"/> or refuses the conversation.</exception>
    public IReadOnlyList<PromptPiece> Render(ImmutableArray<ChatMessage> messages, Vocabulary vocabulary, DateTimeOffset now)
    {
        var template = _template ?? throw new InputException(Problems);
        return template.RenderPieces(new TemplateContext(messages, AddGenerationPrompt: true, vocabulary.Text(vocabulary.Begin), vocabulary.Text(vocabulary.End)) { Now = now });
    }
}
