using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workbench.Core.Language;
using Workbench.Core.Models;

namespace Workbench.Core.Provenance;

/// <summary>A use or an obligation that licences speak of, in our own words.</summary>
public sealed record LicenceTerm(string Id, CardText Title, CardText About);

/// <summary>What a licence says about training other models on answers.</summary>
public enum OutputTraining
{
    /// <summary>Nothing against it.</summary>
    Allowed,

    /// <summary>Allowed where the model trained so carries a name or notice, or comes under the same terms.</summary>
    OnTerms,
    Forbidden,
}

/// <summary>A licence with its obligations as data. Our reading of it, not legal advice.</summary>
/// <param name="Id">SPDX id where there is one.</param>
/// <param name="Aliases">As model files and hubs call it, lower case.</param>
/// <param name="Forbids">Uses that are not allowed.</param>
/// <param name="NeedsLeave">Uses that need a further agreement, or hold up to a limit only.</param>
/// <param name="Obligations">What who uses it under this licence must do.</param>
/// <param name="ExcludedPlaces">Jurisdictions for which nothing is granted.</param>
/// <param name="MostUsers">Monthly active users above which a further licence is needed; null for no such limit.</param>
/// <param name="ShareAlike">What is derived must come under the same licence.</param>
/// <param name="Checked">True: held against the licence's own text for this file; false: still to be checked.</param>
public sealed record Licence(
    string Id,
    string Name,
    ImmutableArray<string> Aliases,
    string? Link,
    ImmutableArray<string> Forbids,
    ImmutableArray<string> NeedsLeave,
    ImmutableArray<string> Obligations,
    ImmutableArray<string> ExcludedPlaces,
    long? MostUsers,
    bool ShareAlike,
    OutputTraining OutputTraining,
    bool Checked,
    CardText About)
{
    /// <summary>Terms of a service that answers, not of weights.</summary>
    public bool IsService { get; init; }
}

/// <summary>The licences that the workbench knows: a checked-in file.</summary>
public sealed record LicenceCatalog(ImmutableArray<LicenceTerm> Uses, ImmutableArray<LicenceTerm> Obligations, ImmutableArray<Licence> Licences)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>What came with the program.</summary>
    public static string ShippedFolder => Path.Combine(AppContext.BaseDirectory, "assets", "provenance");

    /// <returns>The licence by its id or a name that hubs give it; null where it is not known.</returns>
    public Licence? Find(string? name)
    {
        if (name is null)
        {
            return null;
        }

        var key = name.Trim();
        return Licences.FirstOrDefault(licence => string.Equals(licence.Id, key, StringComparison.OrdinalIgnoreCase) || string.Equals(licence.Name, key, StringComparison.OrdinalIgnoreCase))
            ?? Licences.FirstOrDefault(licence => licence.Aliases.Contains(key, StringComparer.OrdinalIgnoreCase));
    }

    public LicenceTerm Use(string id) => Uses.First(term => term.Id == id);

    public LicenceTerm Obligation(string id) => Obligations.First(term => term.Id == id);

    /// <exception cref="InputException">The file can't be read, or is not one.</exception>
    public static LicenceCatalog Read(string path)
    {
        try
        {
            var catalog = JsonSerializer.Deserialize<LicenceCatalog>(File.ReadAllText(path), Options) ?? throw new JsonException();
            var (uses, obligations) = (catalog.Uses.Select(term => term.Id).ToHashSet(), catalog.Obligations.Select(term => term.Id).ToHashSet());
            var strays = catalog.Licences.SelectMany(licence => licence.Forbids.Concat(licence.NeedsLeave).Where(id => !uses.Contains(id)).Concat(licence.Obligations.Where(id => !obligations.Contains(id)))).Distinct().ToList();
            return strays.Count == 0 ? catalog : throw new InputException(new InputProblem(new Phrase("Provenance.DataWrong", Phrase.Both(new Phrase("Provenance.IdsUnknown", string.Join(", ", strays)))), path));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException(new InputProblem(new Phrase("Provenance.DataWrong", FailureWords.Of(wrong)), path, wrong is JsonException { LineNumber: { } line } ? (int)line + 1 : null));
        }
    }
}
