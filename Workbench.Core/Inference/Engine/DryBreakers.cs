using System.Text;

namespace Workbench.Core.Inference.Engine;

/// <summary>The texts over which no repetition reaches, as tokens: each token in which one begins, and the tokens that complete it.</summary>
internal sealed class DryBreakers
{
    private const int MostBytes = 40;
    private const int MostTail = 20;

    private readonly Dictionary<int, List<int[]>> _tails = [];

    public static DryBreakers None { get; } = new();

    /// <summary>Goes through the whole vocabulary: keep it.</summary>
    public static DryBreakers Of(Vocabulary vocabulary, IEnumerable<string> texts)
    {
        var breakers = new DryBreakers();
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            if (bytes.Length > 0)
            {
                breakers.Add(vocabulary, bytes[..Math.Min(bytes.Length, MostBytes)]);
            }
        }

        return breakers;
    }

    /// <summary>Whether a token holds a whole breaker: it ends repetitions and is never penalised for going on with one.</summary>
    public bool IsBreaker(int token) => _tails.TryGetValue(token, out var tails) && tails.Any(tail => tail.Length == 0);

    /// <summary>Tokens at the end of the history that a repetition may cover.</summary>
    public int Reach(ReadOnlySpan<int> history)
    {
        for (var i = 0; i < history.Length; i++)
        {
            if (_tails.TryGetValue(history[^(i + 1)], out var tails))
            {
                var longest = -1;
                foreach (var tail in tails)
                {
                    if (tail.Length > longest && tail.Length <= i && history.Slice(history.Length - i, tail.Length).SequenceEqual(tail))
                    {
                        longest = tail.Length;
                    }
                }

                if (longest >= 0)
                {
                    return i - longest;
                }
            }
        }

        return history.Length;
    }

    private void Add(Vocabulary vocabulary, byte[] text)
    {
        for (var token = 0; token < vocabulary.Count; token++)
        {
            var piece = Piece(vocabulary, token);
            if (piece.IndexOf(text) >= 0)
            {
                Tail(token, []);
                continue;
            }

            for (var at = 0; at < piece.Length; at++)
            {
                var rest = piece[at..];
                if (rest.Length < text.Length && text.AsSpan().StartsWith(rest))
                {
                    var tail = vocabulary.Tokenize(Encoding.UTF8.GetString(text.AsSpan(rest.Length)));
                    Tail(token, tail[..Math.Min(tail.Length, MostTail)]);
                }
            }
        }
    }

    private static ReadOnlySpan<byte> Piece(Vocabulary vocabulary, int token) =>
        vocabulary.Piece(token) is { Length: > 0 } piece ? piece : Encoding.UTF8.GetBytes(vocabulary.Text(token));

    private void Tail(int token, int[] tail)
    {
        if (!_tails.TryGetValue(token, out var tails))
        {
            _tails[token] = tails = [];
        }

        if (!tails.Any(other => other.AsSpan().SequenceEqual(tail)))
        {
            tails.Add(tail);
        }
    }
}
