using DemoSuite;

namespace DemoModels.Corpus;

/// <summary>What people do to a sentence while typing: fillers, a lost or a doubled word, no question mark. Without it an odd wording alone would mean "unknown".</summary>
internal static class Noise
{
    private static readonly string[] EnglishFillers = "oh well so just now again really once more kindly maybe then there quickly us actually please".Split(' ');
    private static readonly string[] ChineseFillers = "呢 啊 吧 一下 嗯 那么 现在 再 大概 到底 究竟 快 呀 嘛 各位 其实".Split(' ');
    private static readonly string[] Droppable = ["the", "of", "is", "me", "What", "Tell", "to", "a", "you", "Which", "does", "what"];
    private static readonly string[] EnglishOpenings = ["Please tell me: ", "Hi! ", "Hello. ", "Quick question: ", "I want to know: ", "Please answer: ", "So, ", "Okay, "];
    private static readonly string[] ChineseOpenings = ["请回答：", "你好！", "您好，", "我有个问题：", "快速提问：", "那，", "嗯，"];

    /// <summary>Changes one wording in six; slots in braces stay whole.</summary>
    public static string Sometimes(string wording, string language, Random random)
    {
        if (random.NextDouble() >= 1 / 6.0)
        {
            return wording;
        }

        for (var changes = 1 + random.Next(2); changes > 0; changes--)
        {
            wording = language == World.English ? English(wording, random) : Chinese(wording, random);
        }

        return wording;
    }

    /// <summary>How a question is typed: a greeting before it, no mark after it, no capital.</summary>
    public static string Typed(string question, string language, Random random)
    {
        if (language == World.English)
        {
            question = random.NextDouble() < .18 ? random.Pick(EnglishOpenings) + (random.Next(3) == 0 ? LowerFirst(question) : question) : question;
            question = random.NextDouble() < .1 ? question.TrimEnd('?', '.') : question;
            question = random.NextDouble() < .08 ? LowerFirst(question) : question;
            return random.NextDouble() < .03 ? question + " Thanks." : question;
        }

        question = random.NextDouble() < .18 ? random.Pick(ChineseOpenings) + question : question;
        question = random.NextDouble() < .1 ? question.TrimEnd('？', '。') : random.NextDouble() < .08 ? question.Replace('？', '?') : question;
        return random.NextDouble() < .03 ? question + "谢谢。" : question;
    }

    private static string English(string wording, Random random)
    {
        var words = wording.Split(' ').ToList();
        var place = random.Next(words.Count + 1);
        if (place < words.Count && random.Next(3) == 0 && Droppable.Contains(words[place]))
        {
            words.RemoveAt(place);
        }
        else
        {
            words.Insert(place, random.Pick(EnglishFillers));
        }

        return string.Join(' ', words);
    }

    private static string Chinese(string wording, Random random)
    {
        // Beside a slot, at the beginning or before the last mark: never inside a word.
        int[] places = [0, wording.TrimEnd('？', '。').Length, .. wording.Index().Where(entry => entry.Item is '{' or '}').Select(entry => entry.Item == '{' ? entry.Index : entry.Index + 1)];
        var place = random.Pick(places);
        return wording.Insert(place, random.Pick(ChineseFillers));
    }

    private static string LowerFirst(string text) => text.Length > 1 ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
