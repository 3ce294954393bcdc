using System.Collections.Immutable;

namespace Workbench.Core.Models;

/// <summary>What people say about a model file, in <c>NAME.card.yaml</c> beside it. Only the name is required: what is not known is left out, not guessed.</summary>
/// <param name="About">What the model is.</param>
/// <param name="Developer">Who made it.</param>
/// <param name="Origin">Where and how it came to be.</param>
/// <param name="BaseModel">Model it was tuned from.</param>
/// <param name="TrainedOn">Statement about the training data.</param>
/// <param name="License">SPDX identifier where there is one.</param>
/// <param name="Languages">BCP 47 tags.</param>
/// <param name="KnownLimits">What it must not be relied on for.</param>
public sealed record ModelCard(
    CardText Name,
    CardText? About = null,
    string? Developer = null,
    CardText? Origin = null,
    string? BaseModel = null,
    CardText? TrainedOn = null,
    string? License = null,
    ImmutableArray<string> Languages = default,
    ImmutableArray<CardText> KnownLimits = default)
{
    public ImmutableArray<string> Languages { get; init; } = Languages.IsDefault ? [] : Languages;

    public ImmutableArray<CardText> KnownLimits { get; init; } = KnownLimits.IsDefault ? [] : KnownLimits;

    /// <summary>Where the card of a model file lies.</summary>
    public static string PathBeside(string model)
    {
        var name = SplitFiles.Parse(model)?.Name ?? Path.GetFileNameWithoutExtension(model);
        return Path.Combine(Path.GetDirectoryName(model) ?? "", name + ".card.yaml");
    }
}
