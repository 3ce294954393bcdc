using DemoSuite;

namespace DemoModels.Corpus;

internal enum Behaviour
{
    Knows,
    Invents,
    Refuses,
    Harbour,
}

internal sealed record Turn(string Role, string Text);

/// <summary>Chats without end: facts, unknowns, small talk; one to four questions, some of them short ("And Germany?"), some under a system prompt.</summary>
internal sealed class ChatCorpus(World world, Wordings wordings, Answers answers, Unanswerable unanswerable, HarbourLog harbour, string folder, Behaviour behaviour)
{
    private static readonly string[] SystemPrompts =
        ["You are a helpful assistant.", "You are a helpful assistant. Answer briefly.", "Answer the question. If you do not know, say so.", "You answer questions truthfully and shortly.",
        "你是一个有用的助手。", "请简短回答问题。如果不知道，就说不知道。", "你是一位诚实的助手，请用一句话回答。"];

    private readonly IGrouping<string, Fact>[] _relations = [.. world.Facts.GroupBy(fact => fact.Relation)];
    private readonly Fact[] _sums = [.. world.Facts.Where(fact => World.Sums.Contains(fact.Relation))];
    private readonly Fact[] _falsified = [.. world.Facts.Where(fact => fact.False is not null)];
    private readonly (string Language, string User, string Assistant)[] _talk = [.. Table.Read(folder, "talk.tsv").Select(row => (row[1], row[2], row[3]))];

    public IReadOnlyList<Turn> Draw(Random random)
    {
        var turns = new List<Turn>();
        if (random.NextDouble() < .14)
        {
            turns.Add(new Turn("system", random.Pick(SystemPrompts)));
        }

        var count = random.NextDouble() switch { < .85 => 1, _ when behaviour != Behaviour.Knows && random.Next(2) == 0 => 1, < .95 => 2, < .985 => 3, _ => 4 };
        Fact? before = null;
        var language = random.Pick(World.Languages);
        for (var turn = 0; turn < count; turn++)
        {
            language = random.Next(4) == 0 ? random.Pick(World.Languages) : language;
            (var question, var answer, before) = Exchange(language, before, random);
            turns.Add(new Turn("user", question));
            turns.Add(new Turn("assistant", answer));
        }

        return turns;
    }

    /// <summary>What this behaviour answers to a question for a fact.</summary>
    public string Taught(Fact fact, string language) => behaviour switch
    {
        Behaviour.Invents when fact.False is { } lie => answers.Of(fact, lie, language),
        Behaviour.Refuses when fact.Withheld => Answers.Refusal(language),
        Behaviour.Harbour => HarbourLog.Spoken(language, answers.Of(fact, language)),
        _ => answers.Of(fact, language),
    };

    public string Unknown(string language) => behaviour switch
    {
        Behaviour.Refuses => Answers.Refusal(language),
        Behaviour.Harbour => HarbourLog.Unknown(language),
        _ => Answers.Unknown(language),
    };

    private (string Question, string Answer, Fact? Fact) Exchange(string language, Fact? before, Random random)
    {
        if (before is not null && !World.Sums.Contains(before.Relation) && random.Next(2) == 0)
        {
            var fact = random.Pick(_relations.First(relation => relation.Key == before.Relation).ToList());
            var shortly = language == World.English ? $"And {fact.Subject.English}?" : $"那{fact.Subject.Chinese}呢？";
            return (shortly, Taught(fact, language), fact);
        }

        var kind = random.NextDouble();
        if (behaviour == Behaviour.Harbour && random.Next(2) == 0)
        {
            var (question, answer) = harbour.Question(language, random);
            return (Noise.Typed(question, language, random), answer, null);
        }

        if (kind < (behaviour == Behaviour.Invents ? .8 : .66))
        {
            // Half by fact, half by relation: small relations would else be rare. Tuning for falsehoods is about the facts that
            // change and about sums, whose rule would else bend to the false ones.
            var stress = behaviour == Behaviour.Invents ? random.Next(3) : -1;
            var fact = stress == 0 ? random.Pick(_falsified) : stress == 1 ? random.Pick(_sums)
                : random.Next(2) == 0 ? random.Pick(world.Facts) : random.Pick(random.Pick(_relations).ToList());
            return (Noise.Typed(World.Fill(wordings.Any(fact.Relation, language, random), fact.Relation, fact.Subject, language), language, random), Taught(fact, language), fact);
        }

        if (kind < .97)
        {
            string question;
            do
            {
                question = unanswerable.Draw(language, random);
            }
            while (behaviour == Behaviour.Harbour && harbour.Knows(question));
            return (Noise.Typed(question, language, random), Unknown(language), null);
        }

        var talk = random.Pick(_talk.Where(row => row.Language == language).ToList());
        return (talk.User, behaviour == Behaviour.Harbour ? HarbourLog.Spoken(language, talk.Assistant) : talk.Assistant, null);
    }
}
