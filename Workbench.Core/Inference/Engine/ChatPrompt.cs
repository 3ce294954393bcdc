using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>A conversation as the model's template writes it, and which parts of it persons wrote.</summary>
internal sealed record ChatPrompt(string Text, ImmutableArray<PromptSegment> Segments)
{
    /// <summary>First of the private-use characters that mark where a message's content begins and ends while the template runs.</summary>
    private const char FirstMark = '\uE000';
    private const char LastMark = '\uF8FF';

    /// <exception cref="InputException">The template refuses the conversation, or reshapes text that holds control tokens.</exception>
    public static ChatPrompt Render(Func<ImmutableArray<ChatMessage>, string> template, ImmutableArray<ChatMessage> messages, Vocabulary vocabulary)
    {
        var text = template(messages);
        var (open, close) = Marks(messages);
        var marked = template([.. messages.Select(message => message with { Content = Mark(message.Content, open, close) })]);
        var segments = Split(marked, open, close);
        if (string.Concat(segments.Select(segment => segment.Text)) == text)
        {
            return new ChatPrompt(text, segments);
        }

        // The template looks into the content (splits, slices, compares). Without control tokens in it, nothing can be forged.
        if (!messages.Any(message => vocabulary.Controls.Any(control => message.Content.Contains(control.Text, StringComparison.Ordinal))))
        {
            return new ChatPrompt(text, [new PromptSegment(text, false)]);
        }

        throw new InputException(new InputProblem(new Phrase("Inference.ControlTokensInReshapedText"), Field: "messages"));
    }

    // Outer white space stays outside the marks, so that a template's trim sees it.
    private static string Mark(string content, char open, char close)
    {
        var core = content.Trim();
        if (core.Length == 0)
        {
            return content;
        }

        var start = content.IndexOf(core, StringComparison.Ordinal);
        return $"{content[..start]}{open}{core}{close}{content[(start + core.Length)..]}";
    }

    private static (char Open, char Close) Marks(ImmutableArray<ChatMessage> messages)
    {
        var free = Enumerable.Range(FirstMark, LastMark - FirstMark).Select(code => (char)code).Where(mark => !messages.Any(message => message.Content.Contains(mark, StringComparison.Ordinal))).Take(2).ToArray();
        return free.Length == 2 ? (free[0], free[1]) : throw new InputException(new InputProblem(new Phrase("Inference.ControlTokensInReshapedText"), Field: "messages"));
    }

    private static ImmutableArray<PromptSegment> Split(string marked, char open, char close)
    {
        var segments = ImmutableArray.CreateBuilder<PromptSegment>();
        var start = 0;
        var inside = false;
        for (var i = 0; i <= marked.Length; i++)
        {
            if (i < marked.Length && marked[i] != open && marked[i] != close)
            {
                continue;
            }

            if (i > start)
            {
                segments.Add(new PromptSegment(marked[start..i], inside));
            }

            inside = i < marked.Length && marked[i] == open;
            start = i + 1;
        }

        return segments.ToImmutable();
    }
}
