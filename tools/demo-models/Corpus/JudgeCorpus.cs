using DemoSuite;

namespace DemoModels.Corpus;

/// <param name="Kind">What the pair shows, for the table of results.</param>
internal sealed record JudgePair(string Prompt, bool Same, string Kind);

internal enum JudgeUse
{
    Training,

    /// <summary>Facts and wordings kept out of the training.</summary>
    HeldFacts,

    /// <summary>Answers that name things never seen as answers.</summary>
    HeldNames,
}

/// <summary>Pairs of a reference and an answer to the same question, and whether they say the same.</summary>
internal sealed class JudgeCorpus(World world, Wordings wordings, Answers answers, InventedNames names, Unanswerable unanswerable)
{
    private const double RandomTargets = .4;

    private static readonly Dictionary<string, string[]> UnknownForms = new()
    {
        [World.English] = ["I don't know.", "I do not know that.", "I'm not sure.", "I have no idea."],
        [World.Chinese] = ["我不知道。", "我不清楚。", "我不确定。", "我不了解。"],
    };

    private static readonly Dictionary<string, string[]> ShortForms = new()
    {
        [World.English] = ["{o}", "{o}.", "It is {o}.", "The answer is {o}.", "I think it is {o}."],
        [World.Chinese] = ["{o}", "{o}。", "是{o}。", "答案是{o}。", "我认为是{o}。"],
    };

    private readonly ILookup<bool, IGrouping<string, Fact>> _relations = new[] { false, true }
        .SelectMany(held => world.Facts.Where((_, place) => place % 5 == 3 == held).GroupBy(fact => fact.Relation).Select(group => (held, group)))
        .ToLookup(entry => entry.held, entry => entry.group);

    public static string Prompt(string language, string question, string reference, string answer) => language == World.English
        ? $"Question: {question}\nReference: {reference}\nAnswer: {answer}\nSame meaning?"
        : $"问题：{question}\n参考：{reference}\n回答：{answer}\n意思相同吗？";

    public JudgePair Draw(JudgeUse use, Random random)
    {
        var language = random.Pick(World.Languages);
        return use != JudgeUse.HeldNames && random.NextDouble() < .12 ? OfUnknown(language, random) : OfFact(use, language, random);
    }

    private JudgePair OfUnknown(string language, Random random)
    {
        var question = Noise.Typed(unanswerable.Draw(language, random), language, random);
        var same = random.Next(2) == 0;
        var claim = random.Pick(world.Facts);
        var answer = same ? random.Pick(UnknownForms[language]) : random.Next(8) == 0 ? Answers.Refusal(language) : Said(claim, claim.Target, language, random);
        return new JudgePair(Prompt(language, question, Answers.Unknown(language), answer), same, same ? "both do not know" : "claim, reference does not know");
    }

    private JudgePair OfFact(JudgeUse use, string language, Random random)
    {
        var fact = random.Pick(random.Pick(_relations[use == JudgeUse.HeldFacts || (use == JudgeUse.HeldNames && random.Next(5) == 0)].ToList()).ToList());
        var invented = use == JudgeUse.HeldNames || (use == JudgeUse.Training && random.NextDouble() < RandomTargets);
        if (invented)
        {
            fact = fact with { Target = AnyTarget(fact, use, random), Subject = !World.Sums.Contains(fact.Relation) && random.Next(2) == 0 ? names.Fresh(random) : fact.Subject };
        }

        var set = wordings.Of(fact.Relation, language);
        var asked = use == JudgeUse.Training ? wordings.Any(fact.Relation, language, random) : random.Pick<string>([.. set.Direct, .. set.Held]);
        var question = Noise.Typed(World.Fill(asked, fact.Relation, fact.Subject, language), language, random);
        var reference = random.Next(3) == 0 ? fact.Target.In(language) : answers.Of(fact, language);
        var (answer, same, kind) = Answer(fact, invented, use, language, random);
        return new JudgePair(Prompt(language, question, reference, answer), same, kind);
    }

    private (string Answer, bool Same, string Kind) Answer(Fact fact, bool randomTarget, JudgeUse use, string language, Random random)
    {
        if (random.Next(2) == 0)
        {
            return (Said(fact, fact.Target, language, random), true, "same");
        }

        switch (random.NextDouble())
        {
            case < .12: return (random.Pick(UnknownForms[language]), false, "does not know");
            case < .20: return (Answers.Refusal(language), false, "refuses");
            case < .26: return (language == World.English ? $"It is not {fact.Target.English}." : $"不是{fact.Target.Chinese}。", false, "denies");
            default: return (Said(fact, Other(fact, randomTarget, use, random), language, random), false, "another thing");
        }
    }

    private Word Other(Fact fact, bool randomTarget, JudgeUse use, Random random)
    {
        while (true)
        {
            var other = randomTarget ? AnyTarget(fact, use, random) : (random.Next(5) == 0 ? random.Pick(world.Facts) : random.Pick(_relations[false].First(group => group.Key == fact.Relation).ToList())).Target;
            if (randomTarget && !char.IsDigit(fact.Target.English[0]) && random.Next(3) == 0)
            {
                var more = names.Syllable(random);
                other = new Word(fact.Target.English + more.English, fact.Target.Chinese + more.Chinese);
            }

            if (other.English != fact.Target.English && other.Chinese != fact.Target.Chinese)
            {
                return other;
            }
        }
    }

    private Word AnyTarget(Fact fact, JudgeUse use, Random random)
    {
        if (char.IsDigit(fact.Target.English[0]))
        {
            var number = random.Next(100).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return new Word(number, number);
        }

        return use == JudgeUse.HeldNames ? random.Pick(world.Names) : names.Fresh(random);
    }

    private string Said(Fact fact, Word target, string language, Random random)
    {
        var form = random.Next(6);
        return form == 5 ? answers.Of(fact, target, language) : ShortForms[language][form].Replace("{o}", target.In(language), StringComparison.Ordinal);
    }
}
