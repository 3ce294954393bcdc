using System.Text.Json.Nodes;
using Workbench.Core.Provenance;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Provenance;

/// <summary>Cards and rules for tests.</summary>
internal static class Given
{
    public static readonly DateOnly Today = new(2026, 11, 26);
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "provenance");

    public static LicenceCatalog Licences { get; } = LicenceCatalog.Read(Path.Combine(Folder, "licences.json"));

    public static ProvenanceRules Rules { get; } = ProvenanceRules.Read(Path.Combine(Folder, "rules.json"));

    public static string Sha(char digit) => new(digit, 64);

    public static ProvenanceStatement Statement(string json) => StatementReader.Read(JsonNode.Parse(json)!.AsObject(), "test.json", Licences);

    /// <param name="json">What is stated; null for nothing.</param>
    public static ProvenanceCard Card(string name, string? json = null, char sha = 'a', FileFacts? file = null) => new(
        Sha(sha), name, $"/models/{name}.gguf", file ?? FileFacts.None with { Names = [name] },
        json is null ? null : new ProvenanceVersion(Sha(sha), name, $"/models/{name}.gguf", 1, Statement(json), [], "ada", DateTimeOffset.UnixEpoch));

    public static ProvenanceDossier Dossier(ProvenanceCard card, IEnumerable<ProvenanceCard>? others = null, string? otherWeights = null, params LanguageRun[] languages) =>
        new(card, LineageGraph.Of(card, others ?? []), [.. languages], otherWeights);

    public static RuleResult Check(string rule, ProvenanceDossier dossier, string? place = "CN") =>
        RuleChecks.One(Rules.Rules.Single(each => each.Id == rule), Licences, dossier, Rules.Place(place), Today);
}
