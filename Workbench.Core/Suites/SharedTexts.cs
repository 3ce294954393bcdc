using System.Collections.Immutable;

namespace Workbench.Core.Suites;

/// <summary>Gives samples that say the same the same object: answers, choices, tags and places come again and again, and a large suite stays in memory for as long as a run of it goes.</summary>
internal sealed class SharedTexts
{
    /// <summary>In characters: what is longer hardly comes again.</summary>
    private const int Longest = 64;

    /// <summary>Where so many are different, few come again.</summary>
    private const int Most = 10_000;

    private readonly Dictionary<string, ImmutableArray<string>> _known = new(StringComparer.Ordinal);

    public Sample In(Sample sample) => sample with
    {
        Targets = Texts(sample.Targets),
        Distractors = Texts(sample.Distractors),
        Choices = Texts(sample.Choices),
        Language = Text(sample.Language)!,
        Region = Text(sample.Region),
        Cluster = Text(sample.Cluster),
        Tags = Texts(sample.Tags),
        Jurisdiction = Text(sample.Jurisdiction),
        FieldOfUse = Text(sample.FieldOfUse),
    };

    private ImmutableArray<string> Texts(ImmutableArray<string> texts) => texts switch
    {
        [] => texts,
        [var one] => Known(one) ?? texts,
        _ => [.. texts.Select(text => Text(text)!)],
    };

    private string? Text(string? text) => text is null ? null : Known(text) is [var known] ? known : text;

    /// <returns>The text as it was met first, as a list of one; null for one that is not kept.</returns>
    private ImmutableArray<string>? Known(string text)
    {
        if (text.Length > Longest)
        {
            return null;
        }

        if (!_known.TryGetValue(text, out var known) && _known.Count < Most)
        {
            _known.Add(text, known = [text]);
        }

        return known.IsDefault ? null : known;
    }
}
