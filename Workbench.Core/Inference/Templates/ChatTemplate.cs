using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Templates;

/// <summary>
/// A chat template: the Jinja source that a model file carries, compiled once. Understood is what chat templates use, with the settings they are written
/// for (block newlines trimmed, undefined values print as nothing, objects cannot be changed); anything else is an error that names it and its line.
/// What a template may cost is bounded. Thread-safe.
/// </summary>
public sealed class ChatTemplate
{
    private readonly ImmutableArray<Statement> _statements;

    private ChatTemplate(ImmutableArray<Statement> statements) => _statements = statements;

    /// <param name="file">Name that problems are told with.</param>
    /// <exception cref="InputException">Not a template, or outside the subset; the line is in the problem.</exception>
    public static ChatTemplate Compile(string source, string? file = null)
    {
        try
        {
            return source.Length <= TemplateLimits.SourceCharacters ? new ChatTemplate(TemplateParser.Parse(source)) : throw new TemplateFailure("TemplateTooMuch");
        }
        catch (TemplateFailure failure)
        {
            throw new InputException(new InputProblem(failure.Reason, file, failure.Line, "chat_template", new Phrase("Inference.TemplateCompileHint")));
        }
    }

    /// <summary>The text that is sent to the model.</summary>
    /// <exception cref="InputException">The template refuses the conversation (its own words are the message) or fails; the line is in the problem.</exception>
    public string Render(TemplateContext context) => Render(context, static content => content);

    /// <summary>
    /// The text in pieces, so that the contents of messages can be kept apart from what the template wrote. Contents are traced by marking them; where the
    /// template looks into them (splits, compares), by standing other characters in for their punctuation, which every control token has. If neither
    /// gives the text that <see cref="Render(TemplateContext)"/> gives, one piece holds it all, as content: nothing in it can then pass for a control token.
    /// </summary>
    /// <exception cref="InputException">As <see cref="Render(TemplateContext)"/>.</exception>
    public IReadOnlyList<PromptPiece> RenderPieces(TemplateContext context)
    {
        var text = Render(context);
        var trace = new ContentTrace(ContextValues.Contents(context));
        return Attempt(trace.Mark, trace.ByMarks) ?? Attempt(trace.StandIn, trace.ByStandIns) ?? [new PromptPiece(text, IsContent: true)];

        IReadOnlyList<PromptPiece>? Attempt(Func<string, string> prepare, Func<string, IReadOnlyList<PromptPiece>?> split)
        {
            try
            {
                return split(Render(context, prepare)) is { } pieces && string.Concat(pieces.Select(piece => piece.Text)) == text ? pieces : null;
            }
            catch (InputException)
            {
                // The template took offence at a prepared content; the plain one it took, above.
                return null;
            }
        }
    }

    private string Render(TemplateContext context, Func<string, string> content)
    {
        var state = new RenderState(ContextValues.Of(context, content), context.Now);
        try
        {
            Statement.RunAll(_statements, state);
            return state.Output.ToString();
        }
        catch (TemplateFailure failure)
        {
            throw new InputException(new InputProblem(failure.Reason, Line: failure.Line ?? state.Line, Field: "chat_template", Hint: failure.IsRaised ? new Phrase("Inference.TemplateRaisedHint", state.Line.ToString(CultureInfo.InvariantCulture)) : null));
        }
    }
}
