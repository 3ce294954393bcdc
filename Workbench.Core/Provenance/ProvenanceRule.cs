using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Workbench.Core.Language;
using Workbench.Core.Models;

namespace Workbench.Core.Provenance;

public enum RuleSeverity
{
    Low,
    Medium,
    High,
}

/// <summary>A rule over provenance cards: wording, source and weight are data, what it looks at is <see cref="RuleChecks"/>.</summary>
/// <param name="Source">Standard and number, or that it is the workbench's own.</param>
public sealed record ProvenanceRule(string Id, CardText Title, CardText About, string Source, RuleSeverity Severity)
{
    /// <summary>The source as it is called in Chinese; null where it is called the same.</summary>
    public string? SourceZh { get; init; }

    public string SourceIn(CultureInfo culture) => culture.TwoLetterISOLanguageName == "zh" ? SourceZh ?? Source : Source;
}

/// <summary>A place whose rules may apply.</summary>
/// <param name="Members">Countries (ISO 3166-1) that belong to it.</param>
/// <param name="Languages">Local ones, as BCP 47 prefixes.</param>
/// <param name="WantsFiling">A model must be filed or registered there before it serves the public.</param>
public sealed record Jurisdiction(string Id, CardText Name, ImmutableArray<string> Members, ImmutableArray<string> Languages, bool WantsFiling);

/// <summary>What a rule comes to for a model.</summary>
public enum RuleOutcome
{
    Conforms,
    DoesNotConform,

    /// <summary>A fact is missing.</summary>
    NotEnoughEvidence,
    NotApplicable,
}

public sealed record RuleResult(ProvenanceRule Rule, RuleOutcome Outcome, Phrase Reason);

/// <summary>The rules that came with the workbench, with the places they are read for.</summary>
public sealed record ProvenanceRules(ImmutableArray<ProvenanceRule> Rules, ImmutableArray<Jurisdiction> Jurisdictions)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <returns>Null for a place that no rule knows, such as <c>any</c>.</returns>
    public Jurisdiction? Place(string? id) => Jurisdictions.FirstOrDefault(place => string.Equals(place.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="InputException">The file can't be read, is not one, or names a rule that nothing checks.</exception>
    public static ProvenanceRules Read(string path)
    {
        try
        {
            var rules = JsonSerializer.Deserialize<ProvenanceRules>(File.ReadAllText(path), Options) ?? throw new JsonException();
            var strays = rules.Rules.Select(rule => rule.Id).Where(id => !RuleChecks.Ids.Contains(id)).ToList();
            return strays.Count == 0 ? rules : throw new InputException(new InputProblem(new Phrase("Provenance.DataWrong", Phrase.Both(new Phrase("Provenance.IdsUnknown", string.Join(", ", strays)))), path));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException(new InputProblem(new Phrase("Provenance.DataWrong", FailureWords.Of(wrong)), path, wrong is JsonException { LineNumber: { } line } ? (int)line + 1 : null));
        }
    }
}
