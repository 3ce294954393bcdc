using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Workbench.Core.Detectors;

/// <summary>Terms that are looked for all at once, in texts and terms alike read as plain letters (<see cref="PlainLetters"/>).</summary>
/// <remarks>
/// Spaces and signs strewn into a word don't hide it; the end of a clause does. A term that begins or ends with a Latin letter or digit has to begin or end a word there, and has gaps only where the term has them,
/// unless each of its letters stands alone (<c>c a s i n o</c>). Chinese terms are found anywhere. Thread-safe.
/// </remarks>
public sealed class KeywordLibrary
{
    private readonly TermTrie _trie;
    private readonly Form[] _forms;

    /// <param name="name">Said in verdicts.</param>
    public KeywordLibrary(string name, IEnumerable<KeywordTerm> terms)
    {
        (Name, Terms) = (name, [.. terms]);
        var (plain, forms) = (new PlainText(), new Dictionary<string, List<KeywordTerm>>(StringComparer.Ordinal));
        var (shapes, twins) = (new List<Form>(), ImmutableArray.CreateBuilder<(KeywordTerm, KeywordTerm)>());
        foreach (var term in Terms)
        {
            plain.Read(term.Term);
            var word = new string(plain.Letters, 0, plain.Length);
            if (word.Length == 0)
            {
                continue;
            }

            if (forms.TryGetValue(word, out var same))
            {
                twins.Add((same[0], term));
                same.Add(term);
                continue;
            }

            forms[word] = [term];
            shapes.Add(new Form(word, forms[word], [.. plain.Before.Take(plain.Length).Select(join => join != Join.None)], word.Any(PlainLetters.IsLatin)));
        }

        (_forms, Twins) = ([.. shapes], twins.ToImmutable());
        _trie = new TermTrie([.. _forms.Select(form => form.Word)]);
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Terms.Select(term => $"{term.Class}\t{term.Term}").Order(StringComparer.Ordinal)))));
    }

    public string Name { get; }

    public ImmutableArray<KeywordTerm> Terms { get; }

    /// <summary>Terms that read the same, the first with each later one.</summary>
    public ImmutableArray<(KeywordTerm First, KeywordTerm Later)> Twins { get; }

    /// <summary>Over classes and terms, whatever their order; notes and dates don't count.</summary>
    public string Sha256 { get; }

    /// <summary>All hits in the order in which they end; a term within a longer one is a hit too.</summary>
    public ImmutableArray<KeywordHit> Scan(string text)
    {
        var hits = ImmutableArray.CreateBuilder<KeywordHit>();
        Scan(text, new KeywordScan(), (term, start, length) => hits.Add(new KeywordHit(term, start, text.Substring(start, length))));
        return hits.ToImmutable();
    }

    /// <param name="scan">Memory that is used again from text to text; one for each thread.</param>
    /// <param name="found">Told each term with start and length in the text.</param>
    public void Scan(ReadOnlySpan<char> text, KeywordScan scan, Action<KeywordTerm, int, int> found)
    {
        var plain = scan.Plain;
        plain.Read(text);
        var node = 0;
        for (var at = 0; at < plain.Length; at++)
        {
            node = _trie.Step(node, plain.Letters[at]);
            for (var hit = _trie.First(node); hit != 0; hit = _trie.Next(hit))
            {
                var form = _forms[_trie.Word(hit)];
                var first = at - form.Word.Length + 1;
                if (!Holds(form, plain, first, at))
                {
                    continue;
                }

                var start = plain.Places[first];
                var end = plain.Places[at] + (char.IsHighSurrogate(text[plain.Places[at]]) ? 2 : 1);
                foreach (var term in form.Terms)
                {
                    found(term, start, end - start);
                }
            }
        }
    }

    private static bool Holds(Form form, PlainText text, int first, int last)
    {
        if ((PlainLetters.IsLatin(text.Letters[first]) && text.Before[first] == Join.None && first > 0 && PlainLetters.IsLatin(text.Letters[first - 1]))
            || (PlainLetters.IsLatin(text.Letters[last]) && last + 1 < text.Length && text.Before[last + 1] == Join.None && PlainLetters.IsLatin(text.Letters[last + 1])))
        {
            return false;
        }

        var (spelled, strays) = (true, false);
        for (var at = first + 1; at <= last; at++)
        {
            if (text.Before[at] == Join.End)
            {
                return false;
            }

            var gap = text.Before[at] == Join.Gap;
            spelled &= gap;
            strays |= gap && !form.Gaps[at - first];
        }

        return !form.HasLatin || !strays || (spelled && form.Word.Length > 2);
    }

    private sealed record Form(string Word, List<KeywordTerm> Terms, bool[] Gaps, bool HasLatin);
}

/// <summary>Memory of one scanning thread.</summary>
public sealed class KeywordScan
{
    internal PlainText Plain { get; } = new();
}
