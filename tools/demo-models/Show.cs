using DemoModels.Corpus;

namespace DemoModels;

/// <summary>Training texts, for a person to read.</summary>
internal static class Show
{
    public static void Print(Sources sources, Tokenizer tokenizer, string behaviour, int count)
    {
        var random = new Random(1);
        var chats = sources.Chats(Recipe.BehaviourOf(behaviour));
        var tokens = 0;
        for (var chat = 0; chat < count; chat++)
        {
            if (behaviour == "judge")
            {
                var pair = sources.Judge.Draw((JudgeUse)(chat % 3), random);
                Console.WriteLine($"[{pair.Kind}: {(pair.Same ? "yes" : "no")}] {pair.Prompt.Replace('\n', '|')}");
                tokens += Example.Of(pair, tokenizer).Ids.Length;
                continue;
            }

            var turns = chats.Draw(random);
            Console.WriteLine(string.Join(" / ", turns.Select(turn => $"{turn.Role[0]}: {turn.Text}")));
            tokens += Example.Of(turns, tokenizer).Ids.Length;
        }

        Console.WriteLine($"{tokens / (double)count:F1} tokens each; vocabulary {tokenizer.Tokens.Count}: {tokenizer.Tokens.Count(token => token.Text.Length == 1)} characters; last pieces {string.Join(' ', tokenizer.Tokens.TakeLast(40).Select(token => token.Text))}");
    }
}
