using System.Collections.Immutable;
using System.Text;
using Workbench.Core.Inference.Templates;

namespace Workbench.Core.Inference.Engine;

/// <summary>Makes tokens of a prompt so that no text of a person can forge a turn.</summary>
internal static class PromptTokens
{
    /// <summary>Raw text: the vocabulary's begin token where it wants one, then the text.</summary>
    public static List<int> OfText(Vocabulary vocabulary, string text, bool parseControl = false)
    {
        var tokens = vocabulary.Tokenize(text, parseControl);
        var begins = vocabulary.AddsBegin && (tokens.Length == 0 || tokens[0] != vocabulary.Begin);
        return begins ? [vocabulary.Begin, .. tokens] : [.. tokens];
    }

    /// <summary>
    /// Control tokens are looked for in the template's pieces only; what lies between two of them is tokenised as one run, so that
    /// white space meeting at a joint gives the same tokens as in training.
    /// </summary>
    public static List<int> OfPieces(Vocabulary vocabulary, ImmutableArray<PromptPiece> pieces)
    {
        var tokens = new List<int>();
        var run = new StringBuilder();
        foreach (var piece in pieces)
        {
            if (piece.IsContent)
            {
                run.Append(piece.Text);
                continue;
            }

            var rest = piece.Text.AsSpan();
            while (rest.Length > 0)
            {
                if (ControlAt(vocabulary, rest) is { } control)
                {
                    Flush();
                    tokens.Add(control.Token);
                    rest = rest[control.Text.Length..];
                }
                else
                {
                    run.Append(rest[0]);
                    rest = rest[1..];
                }
            }
        }

        Flush();
        if (vocabulary.AddsBegin && (tokens.Count == 0 || tokens[0] != vocabulary.Begin))
        {
            tokens.Insert(0, vocabulary.Begin);
        }

        return tokens;

        void Flush()
        {
            tokens.AddRange(vocabulary.Tokenize(run.ToString()));
            run.Clear();
        }
    }

    private static (string Text, int Token)? ControlAt(Vocabulary vocabulary, ReadOnlySpan<char> text)
    {
        foreach (var control in vocabulary.Controls)
        {
            if (text.StartsWith(control.Text, StringComparison.Ordinal))
            {
                return control;
            }
        }

        return null;
    }
}
