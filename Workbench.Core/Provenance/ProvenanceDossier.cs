using System.Collections.Immutable;

namespace Workbench.Core.Provenance;

/// <summary>A suite's language that a finished run asked this model in.</summary>
public sealed record LanguageRun(string Language, string RunId);

/// <summary>Everything that the rules look at for one model, as it stood at one moment.</summary>
/// <param name="Languages">In which the model was asked, each with the newest run.</param>
/// <param name="OtherWeights">SHA-256 of other weights under the same file: those a card was made for, where this model has none, else those that lie there now. Null where nothing changed.</param>
public sealed record ProvenanceDossier(ProvenanceCard Card, LineageGraph Lineage, ImmutableArray<LanguageRun> Languages, string? OtherWeights);

/// <summary>Gives what is known of models by the hash of their weights.</summary>
public interface IProvenanceDossiers
{
    LicenceCatalog Licences { get; }

    ProvenanceRules Rules { get; }

    /// <returns>Null where neither a file nor a card has these weights.</returns>
    Task<ProvenanceDossier?> OfAsync(string sha256, CancellationToken cancellation);
}
