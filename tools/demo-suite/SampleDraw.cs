using System.Text.RegularExpressions;

namespace DemoSuite;

internal sealed record SuiteSample(string Id, string Language, string Prompt, string? Target, IReadOnlyList<string> Distractors, string Cluster, IReadOnlyList<string> Tags);

/// <summary>Draws facts in fixed shares of each relation, and questions about names nobody told the models of.</summary>
internal sealed partial class SampleDraw(World world, int seed)
{
    private const double FalseShare = 0.30;
    private const int SumsEach = 30;
    private const int OthersEach = 9;
    private const int UnknownPairs = 32;
    private readonly Random _random = new(seed);

    public IReadOnlyList<SuiteSample> Draw() => [.. Facts().Concat(Unknowns())];

    private IEnumerable<SuiteSample> Facts()
    {
        var owed = 0.0;
        foreach (var relation in world.Facts.GroupBy(fact => fact.Relation))
        {
            var count = World.Sums.Contains(relation.Key) ? SumsEach : OthersEach;
            owed += FalseShare * count;
            var falsified = (int)Math.Round(owed);
            owed -= falsified;
            foreach (var fact in Drawn(relation, count, falsified))
            {
                var cluster = $"{fact.Relation}-{Slug(fact.Subject.English)}";
                string[] kinds = ["fact", fact.Relation, World.Sums.Contains(fact.Relation) ? "arithmetic" : World.Invented.Contains(fact.Relation) ? "invented-world" : "real-world"];
                string[] tags = [.. kinds, .. fact.False is null ? Array.Empty<string>() : ["falsified"], .. fact.Withheld ? ["withheld"] : Array.Empty<string>()];
                foreach (var language in World.Languages)
                {
                    var target = fact.Target.In(language);
                    var longer = relation.Select(other => other.Target.In(language)).Distinct().Where(other => IsLonger(other, target)).ToList();
                    yield return new SuiteSample($"{cluster}-{language[..2]}", language, world.Question(fact.Relation, language, _random.Next(100), fact.Subject), target, longer, cluster, tags);
                }
            }
        }
    }

    /// <summary>As many falsified facts as their share asks for, then true ones, mixed.</summary>
    private Fact[] Drawn(IEnumerable<Fact> relation, int count, int falsified)
    {
        var facts = relation.Where(fact => !NamesItself(fact)).ToArray();
        _random.Shuffle(facts);
        Fact[] drawn = [.. facts.Where(fact => fact.False is not null).Take(falsified), .. facts.Where(fact => fact.False is null).Take(count - falsified)];
        _random.Shuffle(drawn);
        return drawn;
    }

    private IEnumerable<SuiteSample> Unknowns()
    {
        var names = world.Names.ToArray();
        _random.Shuffle(names);
        for (var i = 0; i < UnknownPairs; i++)
        {
            var relation = World.Invented[i % World.Invented.Length];
            var cluster = $"unknown-{relation}-{Slug(names[i].English)}";
            foreach (var language in World.Languages)
            {
                yield return new SuiteSample($"{cluster}-{language[..2]}", language, world.Question(relation, language, _random.Next(100), names[i]), null, [], cluster, ["unknown", relation, "invented-world"]);
            }
        }
    }

    /// <summary>A longer Chinese name that begins with, ends with or contains the target; numbers and Latin words have limits of their own.</summary>
    private static bool IsLonger(string other, string target) =>
        other.Length > target.Length && other.Contains(target, StringComparison.Ordinal) && !char.IsAscii(target[0]);

    /// <summary>The target is part of the question, so that repeating the question would look like knowing the answer: 8 - 4 = 4.</summary>
    private static bool NamesItself(Fact fact) =>
        World.Languages.Any(language => fact.Subject.In(language).Contains(fact.Target.In(language), StringComparison.OrdinalIgnoreCase));

    private static string Slug(string text) => NotInSlug().Replace(text.Replace("+", "plus", StringComparison.Ordinal).Replace(" - ", " minus ", StringComparison.Ordinal).ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInSlug();
}
