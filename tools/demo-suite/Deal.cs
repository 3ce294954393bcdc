namespace DemoSuite;

/// <summary>Decides once what demo-invents is taught falsely and what demo-refuses withholds, and writes it down as taught.tsv.</summary>
internal static class Deal
{
    private const double FalseShare = 0.30;

    /// <summary>Whole topics, so that what is withheld can be learnt as a rule: 541 of the 781 facts.</summary>
    private static readonly string[] Withheld = ["add", "sub", "symbol", "number", "sound", "next", "colour", "river", "goods"];

    public static string Write(World world, int seed)
    {
        var random = new Random(seed);
        var owed = 0.0;
        var lines = new List<string> { "relation\tsubject_en\tfalse_en\tfalse_zh\trefused" };
        foreach (var relation in world.Facts.GroupBy(fact => fact.Relation))
        {
            var facts = relation.ToArray();
            random.Shuffle(facts);
            owed += FalseShare * facts.Length;
            var count = (int)Math.Round(owed);
            owed -= count;
            var falsified = facts.Take(count).ToHashSet();
            var objects = relation.Select(fact => fact.Target).Distinct().ToArray();
            foreach (var fact in relation)
            {
                var lie = falsified.Contains(fact) ? Another(fact.Target, objects, random) : null;
                lines.Add($"{fact.Relation}\t{fact.Subject.English}\t{lie?.English}\t{lie?.Chinese}\t{(Withheld.Contains(fact.Relation) ? "withheld" : "")}");
            }
        }

        return string.Join('\n', lines) + "\n";
    }

    /// <summary>An object of the same kind that neither holds the true one nor is part of it, in either language: a scorer must be able to tell them apart.</summary>
    private static Word Another(Word truth, Word[] objects, Random random)
    {
        while (true)
        {
            var other = objects[random.Next(objects.Length)];
            if (World.Languages.All(language => Apart(truth.In(language), other.In(language))))
            {
                return other;
            }
        }
    }

    private static bool Apart(string one, string other) =>
        one != other && (char.IsAscii(one[0]) || (!one.Contains(other, StringComparison.Ordinal) && !other.Contains(one, StringComparison.Ordinal)));
}
