using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Provenance;

/// <summary>How the value of a field is written.</summary>
public enum FieldForm
{
    Text,
    LongText,

    /// <summary>ISO 3166-1 alpha-2.</summary>
    Country,

    /// <summary>One of the field's choices.</summary>
    Choice,

    /// <summary>A year, a month or a day: <c>2025</c>, <c>2025-03</c>, <c>2025-03-31</c>.</summary>
    Date,

    /// <summary>Several short texts.</summary>
    Words,

    /// <summary>BCP 47 tags.</summary>
    Languages,

    /// <summary>Ids of <see cref="LicenceCatalog.Uses"/>.</summary>
    Uses,

    /// <summary>Ids of <see cref="LicenceCatalog.Obligations"/>.</summary>
    Obligations,

    /// <summary>Edges to what the model came from.</summary>
    Lineage,
}

/// <summary>One fact of a provenance card.</summary>
/// <param name="Counts">Without it the card has a gap.</param>
public sealed record ProvenanceField(string Name, FieldForm Form, bool Counts, ImmutableArray<string> Choices = default)
{
    public ImmutableArray<string> Choices { get; init; } = Choices.IsDefault ? [] : Choices;

    public bool TakesMany => Form is FieldForm.Words or FieldForm.Languages or FieldForm.Uses or FieldForm.Obligations;

    public Phrase Label => new($"Provenance.Field.{Name}");

    /// <summary>What can't be told while the fact is missing.</summary>
    public Phrase Blocks => new($"Provenance.Gap.{Name}");
}

/// <summary>Every fact of a card, in the order it is shown: reader, form, history and completeness go by this table.</summary>
public static class ProvenanceFields
{
    public const string Developer = "developer";
    public const string Country = "country";
    public const string Contact = "contact";
    public const string Lineage = "lineage";
    public const string FromScratch = "fromScratch";
    public const string Distilled = "distilled";
    public const string TrainingData = "trainingData";
    public const string Cutoff = "cutoff";
    public const string Languages = "languages";
    public const string License = "license";
    public const string LicenseLink = "licenseLink";
    public const string Uses = "uses";
    public const string Met = "met";
    public const string FilingStatus = "filingStatus";
    public const string Filing = "filing";
    public const string Mirrored = "mirrored";
    public const string Fallback = "fallback";
    public const string SupportUntil = "supportUntil";
    public const string QuantisedBy = "quantisedBy";
    public const string Repository = "repository";
    public const string Notes = "notes";

    public const string Yes = "yes";
    public const string No = "no";
    public const string Filed = "filed";
    public const string Registered = "registered";

    public static ImmutableArray<ProvenanceField> All { get; } =
    [
        new(Developer, FieldForm.Text, Counts: true),
        new(Country, FieldForm.Country, Counts: true),
        new(Contact, FieldForm.Text, Counts: true),
        new(Repository, FieldForm.Text, Counts: false),
        new(Lineage, FieldForm.Lineage, Counts: true),
        new(FromScratch, FieldForm.Choice, Counts: false, [Yes, No]),
        new(QuantisedBy, FieldForm.Text, Counts: false),
        new(Distilled, FieldForm.Choice, Counts: true, [Yes, No]),
        new(TrainingData, FieldForm.LongText, Counts: true),
        new(Cutoff, FieldForm.Date, Counts: true),
        new(Languages, FieldForm.Languages, Counts: true),
        new(License, FieldForm.Text, Counts: true),
        new(LicenseLink, FieldForm.Text, Counts: false),
        new(Uses, FieldForm.Uses, Counts: true),
        new(Met, FieldForm.Obligations, Counts: false),
        new(FilingStatus, FieldForm.Choice, Counts: true, [Filed, Registered, No]),
        new(Filing, FieldForm.Text, Counts: false),
        new(Mirrored, FieldForm.Choice, Counts: true, [Yes, No]),
        new(Fallback, FieldForm.Text, Counts: true),
        new(SupportUntil, FieldForm.Date, Counts: false),
        new(Notes, FieldForm.LongText, Counts: false),
    ];

    public static ProvenanceField? Find(string name) => All.FirstOrDefault(field => field.Name == name);
}
