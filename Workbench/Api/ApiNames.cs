using System.Collections.Immutable;
using Workbench.Cli;
using Workbench.Core.Compliance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Storage.Compliance;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;
using Workbench.Models;

namespace Workbench.Api;

/// <summary>A candidate as a request writes it.</summary>
/// <param name="Model">A catalogued name, an endpoint or a null runner; never a path.</param>
/// <param name="Name">The model's unless told.</param>
public sealed record NewCandidate(string? Model, string? Name = null, string? SystemPrompt = null, NewSettings? Settings = null, AdapterUse[]? Adapters = null, string? Template = null);

/// <summary>How answers are drawn; what is not told is as usual.</summary>
/// <param name="RandomSeed">The engine chooses; else the seed is 1 unless told.</param>
/// <param name="Stop">Texts that end an answer.</param>
public sealed record NewSettings(
    int? MaxTokens, double? Temperature, double? TopP, int? TopK, double? MinP, long? Seed, bool RandomSeed, string[]? Stop, string? JsonSchema, string? Grammar, SamplerSettings? Samplers)
{
    internal GenerateSettings Read()
    {
        var usual = new GenerateSettings();
        return new GenerateSettings(
            MaxTokens ?? usual.MaxTokens, Temperature ?? usual.Temperature, TopP ?? usual.TopP, TopK ?? usual.TopK, MinP ?? usual.MinP, RandomSeed ? null : Seed ?? usual.Seed, [.. Stop ?? []], JsonSchema)
        { Grammar = Grammar, Samplers = Samplers };
    }
}

/// <summary>Finds what a request names. Commands take paths too; from elsewhere only names are taken, so that no request has a file of this machine read.</summary>
public sealed class ApiNames(SuiteCatalog suites, SuiteHistory history, PackCatalog packs, PackEditor editor, ModelNames models, CandidateStore kept)
{
    /// <param name="key">A catalogued name, or <c>name@version</c>.</param>
    /// <exception cref="InputException">No such suite, or its file has problems.</exception>
    public async Task<PromptSuite> SuiteAsync(string? key, CancellationToken cancellation)
    {
        var (name, version) = SuiteCatalog.Parts(key ?? "");
        var found = suites.List().Where(entry => entry.Name == name && (version is null || entry.Suite?.Version == version))
            .OrderByDescending(entry => entry is { Suite: null, Shipped: false }).ThenByDescending(entry => entry.Suite?.Version).FirstOrDefault();
        return found is not null ? found.Suite ?? throw new InputException(found.Problems)
            : (version is null ? null : await history.FindAsync(name, version, cancellation)) ?? throw new InputException(new InputProblem(new Phrase("Suites.NoSuite", key ?? ""), Field: "suite"));
    }

    /// <param name="key">An id, or <c>id:version</c> of one that was used.</param>
    /// <exception cref="InputException">No such pack, or its file has problems.</exception>
    public async Task<PolicyPack> PackAsync(string? key, CancellationToken cancellation) =>
        string.IsNullOrEmpty(key) || File.Exists(key) ? throw new InputException(new InputProblem(new Phrase("Compliance.NoSuchPack", key ?? "", string.Join(", ", packs.List().Select(file => file.Pack?.Id).OfType<string>())), Field: "packs"))
        : await editor.FindAsync(key, cancellation) ?? packs.Find(key);

    public async Task<ImmutableArray<PolicyPack>> PacksAsync(IEnumerable<string>? keys, CancellationToken cancellation)
    {
        var found = ImmutableArray.CreateBuilder<PolicyPack>();
        foreach (var key in (keys ?? []).Distinct(StringComparer.Ordinal))
        {
            found.Add(await PackAsync(key, cancellation));
        }

        return found.ToImmutable();
    }

    /// <param name="names">Models that are asked as they are.</param>
    /// <exception cref="InputException">Every model or adapter that is not known.</exception>
    public ImmutableArray<Candidate> Candidates(IEnumerable<string>? names, IEnumerable<NewCandidate>? candidates)
    {
        ImmutableArray<Candidate> all = [.. CandidateNames.Of(names ?? []), .. (candidates ?? []).Select(Read)];
        var known = ModelNames.NullRunners.AddRange(models.Files).AddRange(models.Endpoints);
        var adapters = models.Adapters;
        ImmutableArray<InputProblem> problems =
        [
            .. all.Where(candidate => !known.Contains(candidate.Model)).Select(candidate => new InputProblem(new Phrase("Inference.ModelUnknown", candidate.Model), Field: "model")),
            .. all.SelectMany(candidate => candidate.Adapters).Where(use => !adapters.Contains(use.Adapter)).Select(use => new InputProblem(new Phrase("Inference.ModelUnknown", use.Adapter ?? ""), Field: "adapter")),
        ];
        return problems.IsEmpty ? all : throw new InputException(problems);
    }

    /// <exception cref="InputException">There is none, or not what it is made of.</exception>
    public Candidate Candidate(NewCandidate? candidate) => Candidates([], [candidate ?? new NewCandidate(null)])[0];

    /// <exception cref="InputException">It is no model, endpoint or kept candidate.</exception>
    public async Task RequireJudgesAsync(IEnumerable<string> judges, CancellationToken cancellation)
    {
        foreach (var judge in judges)
        {
            Candidates([(await kept.FindAsync(judge, cancellation))?.Candidate.Model ?? judge], []);
        }
    }

    /// <summary>A model that is asked for by its address.</summary>
    /// <exception cref="ModelUnavailableException">It is not catalogued.</exception>
    public string Model(string name) => models.Files.Contains(name) ? name : throw new ModelUnavailableException(new Phrase("Inference.ModelUnknown", name));

    private static Candidate Read(NewCandidate candidate) => new(
        string.IsNullOrWhiteSpace(candidate.Name) ? candidate.Model ?? "" : candidate.Name.Trim(), candidate.Model ?? "", candidate.SystemPrompt, candidate.Settings?.Read(), [.. candidate.Adapters ?? []], candidate.Template);
}
