using System.Collections.Immutable;
using Workbench.Core.Inference.Templates;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>A chat template that conversations are written with, compiled once.</summary>
internal sealed class EngineTemplate
{
    private readonly ChatTemplate? _template;

    private EngineTemplate(string origin, ChatTemplate? template, ImmutableArray<InputProblem> problems)
    {
        Origin = origin;
        _template = template;
        Problems = problems;
    }

    /// <summary>
    /// <c>file</c>; <c>fallback-chatml</c> for a file that has none; <c>refused</c> for one that has <see cref="Problems"/>; <c>named:NAME</c>; or
    /// <c>text:</c> and the first 16 digits of the text's SHA-256.
    /// </summary>
    public string Origin { get; }

    /// <summary>What in the file's template is not understood, and on which line; raw prompts can still be completed.</summary>
    public ImmutableArray<InputProblem> Problems { get; }

    /// <param name="source">Of the file; null or empty if it has none.</param>
    /// <param name="file">Name of the file, for problems.</param>
    public static EngineTemplate Compile(string? source, string file)
    {
        if (string.IsNullOrEmpty(source))
        {
            return Of("fallback-chatml", NamedTemplates.Find("chatml")!);
        }

        try
        {
            return new EngineTemplate("file", ChatTemplate.Compile(source, file), []);
        }
        catch (InputException exception)
        {
            var hint = new Phrase("Inference.TemplateNamedHint", string.Join(", ", NamedTemplates.Names));
            return new EngineTemplate("refused", null, [.. exception.Problems.Select(problem => problem with { Hint = hint })]);
        }
    }

    /// <exception cref="InputException">Outside the subset.</exception>
    public static EngineTemplate Of(string origin, string source) => new(origin, ChatTemplate.Compile(source), []);

    /// <exception cref="InputException">The template has <see cref="Problems"/> or refuses the conversation.</exception>
    public IReadOnlyList<PromptPiece> Render(TemplateContext context) => _template is null ? throw new InputException(Problems) : _template.RenderPieces(context);
}
