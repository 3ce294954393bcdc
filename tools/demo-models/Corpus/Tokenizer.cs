using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DemoModels.Corpus;

internal enum TokenKind
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    Byte = 6,
}

internal sealed record Token(string Text, float Score, TokenKind Kind);

/// <summary>A tokenizer of llama.cpp's kind <c>llama</c>: characters, then the adjacent pair whose join scores highest is merged, again and again; what is not in the vocabulary becomes bytes.</summary>
/// <remarks>llama.cpp splits nothing beforehand for this kind. Merges are learnt inside one class of characters only, so that splitting by class here gives the same tokens.</remarks>
internal sealed partial class Tokenizer
{
    public const int UnknownId = 0;
    public const int StartId = 1;
    public const int PaddingId = 2;
    public const int ChatStartId = 259;
    public const int ChatEndId = 260;
    private const int FirstByteId = 3;
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int[]> _words = [];
    private readonly Lock _gate = new();

    public Tokenizer(IReadOnlyList<Token> tokens)
    {
        Tokens = tokens;
        _ids = tokens.Index().ToDictionary(entry => entry.Item.Text, entry => entry.Index, StringComparer.Ordinal);
    }

    public IReadOnlyList<Token> Tokens { get; }

    /// <summary>The tokens that stand before any learnt one.</summary>
    public static IEnumerable<Token> Fixed() =>
    [
        new Token("<unk>", 0, TokenKind.Unknown), new Token("<s>", 0, TokenKind.Control), new Token("</s>", 0, TokenKind.Control),
        .. Enumerable.Range(0, 256).Select(value => new Token($"<0x{value:X2}>", 0, TokenKind.Byte)),
        new Token("<|im_start|>", 0, TokenKind.Control), new Token("<|im_end|>", 0, TokenKind.Control),
    ];

    public static IEnumerable<string> Words(string text) => Classes().Matches(text.Replace(' ', '\u2581')).Select(match => match.Value);

    public static Tokenizer Load(string path) => new([.. File.ReadLines(path).Select(line => line.Split('\t')).Select(row => new Token(row[2], float.Parse(row[1], CultureInfo.InvariantCulture), (TokenKind)int.Parse(row[0], CultureInfo.InvariantCulture)))]);

    public void Save(string path) => File.WriteAllLines(path, Tokens.Select(token => string.Create(CultureInfo.InvariantCulture, $"{(int)token.Kind}\t{token.Score}\t{token.Text}")));

    public IEnumerable<int> Encode(string text) => Words(text).SelectMany(Word);

    private int[] Word(string word)
    {
        lock (_gate)
        {
            if (_words.TryGetValue(word, out var known))
            {
                return known;
            }
        }

        var pieces = word.EnumerateRunes().Select(rune => rune.ToString()).ToList();
        while (Best(pieces) is { } place)
        {
            pieces[place] += pieces[place + 1];
            pieces.RemoveAt(place + 1);
        }

        int[] ids = [.. pieces.SelectMany(piece => _ids.TryGetValue(piece, out var id) ? [id] : Encoding.UTF8.GetBytes(piece).Select(value => FirstByteId + value))];
        lock (_gate)
        {
            if (_words.Count < 200_000)
            {
                _words[word] = ids;
            }
        }

        return ids;
    }

    private int? Best(List<string> pieces)
    {
        int? best = null;
        var score = float.NegativeInfinity;
        for (var place = 0; place + 1 < pieces.Count; place++)
        {
            if (_ids.TryGetValue(pieces[place] + pieces[place + 1], out var id) && Tokens[id] is { Kind: TokenKind.Normal } token && token.Score > score)
            {
                (best, score) = (place, token.Score);
            }
        }

        return best;
    }

    [GeneratedRegex("\u2581?[A-Za-z]+|[0-9]|[\u4e00-\u9fff]+|.", RegexOptions.Singleline)]
    private static partial Regex Classes();
}
