using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Language;
using Workbench.Core.Models;
using Workbench.Core.Provenance;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Runs;
using Workbench.Core.Storage.Suites;

namespace Workbench.Core.Storage.Provenance;

/// <summary>Puts together what the catalogue's files, people's statements and finished runs tell of models.</summary>
public sealed class ProvenanceDossiers(ModelCatalog catalog, IModelHashStore known, ModelHashes hashes, ProvenanceStore store, IDbContextFactory<WorkbenchDbContext> database, LicenceCatalog licences, ProvenanceRules rules) : IProvenanceDossiers
{
    public LicenceCatalog Licences => licences;

    public ProvenanceRules Rules => rules;

    /// <summary>A card for every model and adapter of the catalogue, and for weights that only people's statements know. No file is read: hashes not known yet are null.</summary>
    public async Task<ImmutableArray<ProvenanceCard>> CardsAsync(CancellationToken cancellation)
    {
        var stated = (await store.ListAsync(cancellation).ConfigureAwait(false)).ToDictionary(version => version.Sha256, StringComparer.Ordinal);
        var cards = ImmutableArray.CreateBuilder<ProvenanceCard>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var model in catalog.Recent().Models.Where(model => model.Facts is not null))
        {
            var sha256 = await known.FindAsync(model.Path, model.Bytes, model.Changed, cancellation).ConfigureAwait(false);
            if (sha256 is null || seen.Add(sha256))
            {
                cards.Add(new ProvenanceCard(sha256, model.Name, model.Path, FileFacts.Of(model), sha256 is null ? null : stated.GetValueOrDefault(sha256)));
            }
        }

        cards.AddRange(stated.Values.Where(version => !seen.Contains(version.Sha256)).Select(version => new ProvenanceCard(version.Sha256, version.Name, null, FileFacts.None, version)));
        return cards.ToImmutable();
    }

    /// <summary>By the hash of the weights, a catalogued name, or the path of a file, which is read where its hash is not known yet.</summary>
    /// <param name="cataloguedOnly">A path is no key: who only sees pages may not have any file of the machine read.</param>
    /// <exception cref="InputException">There is no such model and no such card.</exception>
    public async Task<ProvenanceDossier> FindAsync(string key, CancellationToken cancellation, bool cataloguedOnly = false)
    {
        if (IsHash(key))
        {
            return await OfAsync(key.ToLowerInvariant(), cancellation).ConfigureAwait(false)
                ?? throw new InputException(new InputProblem(new Phrase("Provenance.NoModel", key), Field: "model"));
        }

        if (cataloguedOnly && !catalog.Recent().Models.Any(each => string.Equals(each.Name, key, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InputException(new InputProblem(new Phrase("Provenance.NoModel", key), Field: "model"));
        }

        var model = catalog.Find(key);
        if (model.Facts is null)
        {
            throw new InputException(model.Problems);
        }

        var sha256 = await hashes.OfAsync(model, cancellation).ConfigureAwait(false);
        if (await OfAsync(sha256, cancellation).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        // A file outside the catalogue.
        return await CompleteAsync(new ProvenanceCard(sha256, model.Name, model.Path, FileFacts.Of(model), await store.FindAsync(sha256, cancellation).ConfigureAwait(false)), await CardsAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
    }

    public async Task<ProvenanceDossier?> OfAsync(string sha256, CancellationToken cancellation)
    {
        var cards = await CardsAsync(cancellation).ConfigureAwait(false);
        return cards.FirstOrDefault(card => card.Sha256 == sha256) is { } card ? await CompleteAsync(card, cards, cancellation).ConfigureAwait(false) : null;
    }

    /// <summary>Every model whose weights were read, in the order of the catalogue.</summary>
    public async Task<ImmutableArray<ProvenanceDossier>> ListAsync(CancellationToken cancellation)
    {
        var cards = await CardsAsync(cancellation).ConfigureAwait(false);
        var dossiers = ImmutableArray.CreateBuilder<ProvenanceDossier>(cards.Length);
        foreach (var card in cards)
        {
            dossiers.Add(await CompleteAsync(card, cards, cancellation).ConfigureAwait(false));
        }

        return dossiers.ToImmutable();
    }

    /// <summary>64 hexadecimal digits.</summary>
    public static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);

    private async Task<ProvenanceDossier> CompleteAsync(ProvenanceCard card, ImmutableArray<ProvenanceCard> cards, CancellationToken cancellation) => new(
        card,
        LineageGraph.Of(card, cards),
        card.Sha256 is { } sha256 ? await LanguagesAsync(sha256, cancellation).ConfigureAwait(false) : [],
        OtherWeights(card, cards));

    private static string? OtherWeights(ProvenanceCard card, ImmutableArray<ProvenanceCard> cards)
    {
        var file = card.File ?? card.Stated?.File;
        var same = cards.Where(other => file is not null && other.Sha256 is not null && other.Sha256 != card.Sha256 && (other.File ?? other.Stated?.File) == file).ToList();
        return card.Stated is null ? same.Find(other => other.Stated is not null)?.Sha256
            : card.File is null ? same.Find(other => other.File is not null)?.Sha256 : null;
    }

    private async Task<ImmutableArray<LanguageRun>> LanguagesAsync(string sha256, CancellationToken cancellation)
    {
        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        var runs = await db.Set<RunRow>().AsNoTracking().Where(run => run.Status == RunStatus.Finished && run.Models != null && run.Models.Contains(sha256))
            .GroupBy(run => run.SuiteSha256).Select(group => new { Suite = group.Key, Last = group.Max(run => run.Number) }).ToListAsync(cancellation).ConfigureAwait(false);
        var suites = runs.ConvertAll(run => run.Suite);
        var languages = await db.Set<SampleRow>().AsNoTracking().Where(sample => suites.Contains(sample.SuiteSha256)).Select(sample => new { sample.SuiteSha256, sample.Language }).Distinct().ToListAsync(cancellation).ConfigureAwait(false);
        return
        [
            .. languages.Select(each => (each.Language, Run: runs.Find(run => run.Suite == each.SuiteSha256)!.Last)).GroupBy(each => each.Language)
                .Select(group => new LanguageRun(group.Key, RunRows.Id(group.Max(each => each.Run)))).OrderBy(run => run.Language, StringComparer.Ordinal),
        ];
    }
}
