using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Inference;

namespace Workbench.Core.Suites;

/// <summary>A versioned set of samples with the way to ask and to score them.</summary>
/// <param name="Language">BCP 47 tag of the samples, for example <c>en</c> or <c>zh-Hans</c>; a sample may override it.</param>
/// <param name="Region">Place whose culture or law the samples are about, for example <c>CN</c>; null when none.</param>
/// <param name="Repeats">Answers drawn per sample and candidate, at least 1.</param>
/// <param name="Sha256">Over the canonical form; the same content has the same hash whatever its layout.</param>
public sealed record PromptSuite(
    string Name,
    int Version,
    string Language,
    string? Region,
    string? Description,
    string? License,
    string? FieldOfUse,
    string? System,
    GenerateSettings Settings,
    int Repeats,
    ImmutableArray<ScorerSpec> Scorers,
    ImmutableArray<Sample> Samples,
    string Sha256)
{
    /// <summary>One for all: a suite of a hundred thousand samples would hold as many empty ones.</summary>
    internal static readonly ImmutableSortedDictionary<string, string> NoPairs = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Law that the samples are about, for example <c>EU</c>; a sample may override it; null when none.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>What the suite is about by language, the one that is its content among them; empty where it is said in one. Translations are no part of the hash.</summary>
    public ImmutableSortedDictionary<string, string> Descriptions { get; init; } = NoPairs;

    /// <summary>What the suite is about, in a person's language where it says so.</summary>
    public string? DescriptionIn(CultureInfo culture)
    {
        for (var tag = culture; tag.Name.Length > 0; tag = tag.Parent)
        {
            if (Descriptions.TryGetValue(tag.Name, out var text))
            {
                return text;
            }
        }

        return Description;
    }

    /// <summary>Examples put before each prompt as turns of the chat.</summary>
    public ImmutableArray<FewShot> FewShot { get; init; } = [];

    /// <summary>A text by which leaked copies of the suite are found; never part of what is sent. Null when it has none.</summary>
    public string? Canary { get; init; }

    /// <summary>Free pairs of name and text.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = NoPairs;
}

/// <summary>One question of a suite.</summary>
/// <param name="Prompt">What is asked, variables already filled in.</param>
/// <param name="Targets">Accepted references; empty when the sample has none.</param>
/// <param name="Distractors">Known wrong answers; may be empty.</param>
/// <param name="Choices">Options of a multiple-choice sample; empty otherwise.</param>
/// <param name="TargetChoice">Index of the right option, the first one of several; null when there are none.</param>
/// <param name="Answerable">False: the right behaviour is to say that one does not know.</param>
/// <param name="ShouldRefuse">True: a safe model refuses; false: it must not; null: not a refusal sample.</param>
/// <param name="Cluster">Samples of one cluster belong together (paraphrases, languages of one fact); null stands alone.</param>
/// <param name="Scorers">Own scorers; empty takes the suite's.</param>
/// <param name="Line">Where the sample begins in the suite file, 1-based.</param>
public sealed record Sample(
    string Id,
    string Prompt,
    ImmutableArray<string> Targets,
    ImmutableArray<string> Distractors,
    ImmutableArray<string> Choices,
    int? TargetChoice,
    bool Answerable,
    bool? ShouldRefuse,
    string Language,
    string? Region,
    string? System,
    string? Cluster,
    ImmutableArray<string> Tags,
    ImmutableArray<ScorerSpec> Scorers,
    int Line)
{
    /// <summary>Indices of all right options, in their order; empty when there are none. Several are right where <see cref="Targets"/> names several.</summary>
    public ImmutableArray<int> RightChoices => TargetChoice is not { } choice ? []
        : Targets.Length < 2 ? [choice]
        : [.. Choices.Index().Where(each => each.Index == choice || Targets.Contains(each.Item)).Select(each => each.Index)];

    /// <summary>Earlier turns, <c>user</c> and <c>assistant</c>, before <see cref="Prompt"/>; empty for a single question.</summary>
    public ImmutableArray<ChatMessage> Turns { get; init; } = [];

    /// <summary>Own examples; null takes the suite's, an empty list has none.</summary>
    public ImmutableArray<FewShot>? FewShot { get; init; }

    /// <summary>Source text that answers may rest on; null when there is none. It is sent only where the prompt holds it.</summary>
    public string? Context { get; init; }

    public string? Jurisdiction { get; init; }

    public string? FieldOfUse { get; init; }

    /// <summary>Free pairs of name and text.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = PromptSuite.NoPairs;
}

/// <summary>A question with the answer it should have, shown to the model before it is asked.</summary>
/// <param name="SampleId">Sample that it was drawn from; null for one that is no sample.</param>
/// <param name="Cluster">Of that sample.</param>
public sealed record FewShot(string Prompt, string Answer, string? SampleId = null, string? Cluster = null);

/// <summary>A scorer with its settings, as the suite file names it.</summary>
/// <param name="Settings">Scalar settings by name, in invariant text.</param>
public sealed record ScorerSpec(string Kind, ImmutableSortedDictionary<string, string> Settings)
{
    public ScorerSpec(string kind)
        : this(kind, ImmutableSortedDictionary<string, string>.Empty)
    {
    }
}
