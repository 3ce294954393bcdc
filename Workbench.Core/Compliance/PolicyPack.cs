using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workbench.Core.Compliance;

/// <summary>The requirements of one standard in one place, as data: what a run is assessed against, clause by clause.</summary>
/// <param name="Id">Name and edition, for example <c>cn.gbt45654@2025-thin</c>.</param>
/// <param name="Version">Of the pack, at least 1; raised with every change of a number or a wording.</param>
/// <param name="Jurisdiction">Place whose rules these are, for example <c>CN</c>.</param>
/// <param name="Source">The documents the pack was taken from.</param>
/// <param name="Sections">In the order they are shown.</param>
public sealed record PolicyPack(
    string Id,
    int Version,
    string Jurisdiction,
    Wording Title,
    Wording? Note,
    string Source,
    ImmutableArray<PackSection> Sections,
    ImmutableArray<Clause> Clauses)
{
    /// <summary>Jurisdiction of a pack that belongs to no place.</summary>
    public const string Anywhere = "any";

    private static readonly JsonSerializerOptions Canonical = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>The documents as they are called in Chinese; null where they are called the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SourceZh { get; init; }

    public string SourceIn(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh" ? SourceZh ?? Source : Source;

    /// <summary>Fields of use that it is for, as plans name them; null for all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? FieldsOfUse { get; init; }

    /// <summary>Whether it is to be looked at for this place and use.</summary>
    /// <param name="jurisdictions">Places; a pack of no place is for all of them.</param>
    /// <param name="fieldOfUse">Null where it was not said: then only packs for all fields.</param>
    public bool IsFor(IReadOnlyCollection<string> jurisdictions, string? fieldOfUse) =>
        (Jurisdiction == Anywhere || jurisdictions.Contains(Jurisdiction, StringComparer.OrdinalIgnoreCase)) && (FieldsOfUse is not { } fields || (fieldOfUse is not null && fields.Contains(fieldOfUse, StringComparer.OrdinalIgnoreCase)));

    /// <summary>SHA-256 over <see cref="Content"/>, 64 lower-case hexadecimal digits: the same whatever the layout of the file.</summary>
    [JsonIgnore]
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content())));

    /// <summary>The whole pack in its canonical form: one line of JSON, fields in a fixed order.</summary>
    public string Content() => JsonSerializer.Serialize(this, Canonical);

    /// <summary>The pack a <see cref="Content"/> was made from.</summary>
    public static PolicyPack FromContent(string content) =>
        JsonSerializer.Deserialize<PolicyPack>(content, Canonical) ?? throw new JsonException();
}

/// <summary>A heading that clauses stand under.</summary>
public sealed record PackSection(string Id, Wording Title);
