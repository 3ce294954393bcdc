namespace DemoModels.Corpus;

/// <summary>Learns merges by frequency. Chinese pieces stay at two characters: else whole phrases of the questions would become one token each.</summary>
internal static class TokenizerTraining
{
    private const int LongestChinese = 2;
    private const float CharacterScore = -1e6f;

    public static Tokenizer Learn(IEnumerable<string> texts, int vocabulary, int leastCount, IEnumerable<char> characters)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in texts.SelectMany(Tokenizer.Words))
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        var tokens = Tokenizer.Fixed().ToList();
        var single = counts.Keys.SelectMany(word => word).Concat(characters).Append('\u2581').Where(character => character != '\n').Distinct().Order();
        tokens.AddRange(single.Select(character => new Token(character.ToString(), CharacterScore, TokenKind.Normal)));
        var known = tokens.Select(token => token.Text).ToHashSet(StringComparer.Ordinal);
        var words = counts.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (Pieces: entry.Key.Select(character => character.ToString()).ToList(), Count: entry.Value)).Where(word => word.Pieces.Count > 1).ToList();
        for (var rank = 1; tokens.Count < vocabulary && MostFrequent(words, leastCount) is { } merge; rank++)
        {
            if (known.Add(merge))
            {
                tokens.Add(new Token(merge, -rank, TokenKind.Normal));
            }

            foreach (var (pieces, _) in words)
            {
                Merge(pieces, merge);
            }
        }

        return new Tokenizer(tokens);
    }

    private static string? MostFrequent(List<(List<string> Pieces, int Count)> words, int leastCount)
    {
        var pairs = new Dictionary<(string, string), int>();
        foreach (var (pieces, count) in words)
        {
            for (var place = 0; place + 1 < pieces.Count; place++)
            {
                if (pieces[place][0] < 0x4e00 || pieces[place].Length + pieces[place + 1].Length <= LongestChinese)
                {
                    var pair = (pieces[place], pieces[place + 1]);
                    pairs[pair] = pairs.GetValueOrDefault(pair) + count;
                }
            }
        }

        var best = pairs.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Item1 + pair.Key.Item2, StringComparer.Ordinal).FirstOrDefault();
        return best.Value < leastCount ? null : best.Key.Item1 + best.Key.Item2;
    }

    // By the joined text, whatever the pair, as llama.cpp merges.
    private static void Merge(List<string> pieces, string merge)
    {
        for (var place = 0; place + 1 < pieces.Count; place++)
        {
            if (pieces[place].Length + pieces[place + 1].Length == merge.Length && pieces[place] + pieces[place + 1] == merge)
            {
                pieces[place] = merge;
                pieces.RemoveAt(place + 1);
            }
        }
    }
}
