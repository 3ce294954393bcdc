using System.Collections.Immutable;

namespace Workbench.Core.Provenance;

/// <summary>One version of what people state of a model, as it was kept.</summary>
/// <param name="Sha256">Of the weights.</param>
/// <param name="Name">Of the model when it was stated.</param>
/// <param name="File">Where the file lay then.</param>
/// <param name="Version">From 1; every change is a version of its own.</param>
/// <param name="Changed">Names of the fields that this version changed.</param>
public sealed record ProvenanceVersion(string Sha256, string Name, string? File, int Version, ProvenanceStatement Statement, ImmutableArray<string> Changed, string By, DateTimeOffset At);

/// <summary>A field with everything that was said for it.</summary>
/// <param name="Said">What weighs most first.</param>
public sealed record CardFact(ProvenanceField Field, ImmutableArray<SaidFact> Said)
{
    /// <summary>What counts; empty for a gap.</summary>
    public ImmutableArray<string> Values => Said.IsEmpty ? [] : Said[0].Values;
}

/// <summary>The provenance card of one model: what people state, beside what its files say.</summary>
/// <param name="Sha256">Of the weights; null while the file was not read yet.</param>
/// <param name="Stated">The newest version; null where nobody stated anything.</param>
/// <param name="File">Where it lies; null where the file is not in the catalogue.</param>
public sealed record ProvenanceCard(string? Sha256, string Name, string? File, FileFacts FromFile, ProvenanceVersion? Stated)
{
    /// <summary>Every field, in the order of the table.</summary>
    public ImmutableArray<CardFact> Facts { get; } =
    [
        .. ProvenanceFields.All.Select(field => new CardFact(field,
        [
            .. (Stated?.Statement[field.Name] is { IsEmpty: false } stated ? new[] { new SaidFact(field.Name, stated, FactSource.Statement) } : [])
                .Concat(FromFile.Facts.Where(fact => fact.Field == field.Name).OrderByDescending(fact => fact.Source)),
        ])),
    ];

    /// <summary>Edges that count: those stated; where there are none, those of the card file, else of the model file.</summary>
    public ImmutableArray<SaidLink> Links { get; } = Stated is { Statement.Lineage: { IsEmpty: false } lineage }
        ? [.. lineage.Select(link => new SaidLink(link, FactSource.Statement))]
        : FromFile.Links.IsEmpty ? [] : [.. FromFile.Links.Where(link => link.Source == FromFile.Links.Max(each => each.Source))];

    /// <summary>Edges that files give and that do not count because somebody stated others.</summary>
    public ImmutableArray<SaidLink> OtherLinks => [.. FromFile.Links.Except(Links)];

    public ImmutableArray<CardFact> Gaps => [.. Facts.Where(fact => fact.Field.Counts && !IsKnown(fact.Field))];

    /// <summary>Facts that a card needs.</summary>
    public static int Needed { get; } = ProvenanceFields.All.Count(field => field.Counts);

    /// <summary>Facts that are known, of those needed.</summary>
    public int Known => Needed - Gaps.Length;

    /// <returns>What counts for a field that takes one value; null for a gap.</returns>
    public string? Value(string field) => Values(field) is [var value, ..] ? value : null;

    public ImmutableArray<string> Values(string field) => Facts.First(fact => fact.Field.Name == field).Values;

    private bool IsKnown(ProvenanceField field) => field.Name switch
    {
        ProvenanceFields.Lineage => !Links.IsEmpty || Value(ProvenanceFields.FromScratch) == ProvenanceFields.Yes,
        ProvenanceFields.FilingStatus => Value(field.Name) is { } status && (status == ProvenanceFields.No || Value(ProvenanceFields.Filing) is not null),
        _ => !Values(field.Name).IsEmpty,
    };
}
