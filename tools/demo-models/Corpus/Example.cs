namespace DemoModels.Corpus;

/// <param name="Ids">Token ids of a whole chat.</param>
/// <param name="Learnt">True where the token is to be predicted: the assistant's words and what ends them.</param>
internal sealed record Example(int[] Ids, bool[] Learnt)
{
    /// <summary>A chat in ChatML, as the models' template writes it.</summary>
    public static Example Of(IEnumerable<Turn> turns, Tokenizer tokenizer)
    {
        var ids = new List<int>();
        var learnt = new List<bool>();
        foreach (var turn in turns)
        {
            Add([Tokenizer.ChatStartId, .. tokenizer.Encode(turn.Role + "\n")], false);
            Add([.. tokenizer.Encode(turn.Text), Tokenizer.ChatEndId], turn.Role == "assistant");
            Add(tokenizer.Encode("\n"), false);
        }

        return new Example([.. ids], [.. learnt]);

        void Add(IEnumerable<int> more, bool isLearnt)
        {
            ids.AddRange(more);
            learnt.AddRange(Enumerable.Repeat(isLearnt, ids.Count - learnt.Count));
        }
    }

    /// <summary>A judge's pair. Where both say the same, the words of the answer are learnt too: having to copy the reference makes the heads that compare appear early.</summary>
    public static Example Of(JudgePair pair, Tokenizer tokenizer)
    {
        var example = Of([new Turn("user", pair.Prompt), new Turn("assistant", pair.Same ? "yes" : "no")], tokenizer);
        if (pair.Same)
        {
            var begin = Math.Max(pair.Prompt.LastIndexOf("\nAnswer:", StringComparison.Ordinal) + 8, pair.Prompt.LastIndexOf("\n回答：", StringComparison.Ordinal) + 4);
            var head = 1 + tokenizer.Encode("user\n").Count();
            var first = head + tokenizer.Encode(pair.Prompt[..begin]).Count();
            var last = head + tokenizer.Encode(pair.Prompt[..pair.Prompt.LastIndexOf('\n')]).Count();
            example.Learnt.AsSpan(first, last - first).Fill(true);
        }

        return example;
    }
}
