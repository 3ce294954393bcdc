using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Models;
using Workbench.Core.Models.Gguf;

namespace Workbench.Core.Provenance;

/// <summary>Where a fact comes from; the later one weighs more.</summary>
public enum FactSource
{
    /// <summary>Metadata of the model file.</summary>
    File,

    /// <summary>The card file beside it.</summary>
    CardFile,

    /// <summary>A person's statement in this workbench.</summary>
    Statement,
}

/// <summary>A value that somebody gave for a field.</summary>
/// <param name="Key">Metadata key; null where it has none.</param>
public sealed record SaidFact(string Field, ImmutableArray<string> Values, FactSource Source, string? Key = null);

/// <summary>An edge that somebody gave.</summary>
public sealed record SaidLink(LineageLink Link, FactSource Source, string? Key = null);

/// <summary>What a model file and the card file beside it say of its provenance. A file is a stranger's: texts are cut and cleaned, and nothing is believed beyond being said.</summary>
/// <param name="Names">By which other cards may mean this model.</param>
public sealed record FileFacts(ImmutableArray<SaidFact> Facts, ImmutableArray<SaidLink> Links, ImmutableArray<string> Names)
{
    private static readonly string[] NameKeys = ["general.name", "general.source.huggingface.repository", "general.source.repo_url", "general.repo_url"];

    private const int LongestText = 2000;
    private const int MostParents = 32;

    // Types whose weights are as they were trained.
    private static readonly string[] Unquantised = ["F64", "F32", "F16", "BF16"];

    public static FileFacts None { get; } = new([], [], []);

    public static FileFacts Of(ModelFile model)
    {
        var facts = ImmutableArray.CreateBuilder<SaidFact>();
        var links = ImmutableArray.CreateBuilder<SaidLink>();
        List<string> names = [model.Name];
        if (model.Card is { } card)
        {
            FromCard(card, model.Facts?.Kind == GgufKind.Adapter ? LineageKind.Adapter : LineageKind.Base, facts, links);
        }

        if (model.Facts is { } file)
        {
            FromFile(file, links, facts);
            names.AddRange(NameKeys.Select(key => Clean(file.Text(key))).OfType<string>());
        }

        if (model.Origin?.Repository is { } repository)
        {
            names.Add(repository);
        }

        return new FileFacts(facts.ToImmutable(), links.ToImmutable(), [.. names.Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    private static void FromCard(ModelCard card, LineageKind kind, ImmutableArray<SaidFact>.Builder facts, ImmutableArray<SaidLink>.Builder links)
    {
        void Say(string field, string? text)
        {
            if (text is not null)
            {
                facts.Add(new SaidFact(field, [text], FactSource.CardFile));
            }
        }

        Say(ProvenanceFields.Developer, card.Developer);
        Say(ProvenanceFields.TrainingData, card.TrainedOn?.In(CultureInfo.CurrentUICulture));
        Say(ProvenanceFields.License, card.License);
        Say(ProvenanceFields.Notes, card.Origin?.In(CultureInfo.CurrentUICulture));
        if (!card.Languages.IsEmpty)
        {
            facts.Add(new SaidFact(ProvenanceFields.Languages, card.Languages, FactSource.CardFile));
        }

        if (card.BaseModel is { } parent)
        {
            links.Add(new SaidLink(new LineageLink(kind, parent), FactSource.CardFile));
        }
    }

    private static void FromFile(GgufFile file, ImmutableArray<SaidLink>.Builder links, ImmutableArray<SaidFact>.Builder facts)
    {
        void Say(string field, params string[] keys)
        {
            foreach (var key in keys)
            {
                if (Clean(file.Text(key)) is { } text)
                {
                    facts.Add(new SaidFact(field, [text], FactSource.File, key));
                    return;
                }
            }
        }

        Say(ProvenanceFields.Developer, "general.organization", "general.author");
        Say(ProvenanceFields.QuantisedBy, "general.quantized_by");
        Say(ProvenanceFields.Repository, "general.repo_url", "general.source.repo_url", "general.source.url", "general.url");
        Say(ProvenanceFields.License, "general.license", "general.license.name");
        Say(ProvenanceFields.LicenseLink, "general.license.link");
        List(file, "general.languages", ProvenanceFields.Languages, facts, join: false);
        List(file, "general.datasets", ProvenanceFields.TrainingData, facts, join: true);
        Datasets(file, facts);
        Parents(file, links);
    }

    private static void List(GgufFile file, string key, string field, ImmutableArray<SaidFact>.Builder facts, bool join)
    {
        ImmutableArray<string> texts = [.. (file.Array(key)?.First ?? []).OfType<string>().Take(100).Select(Clean).OfType<string>()];
        if (!texts.IsEmpty)
        {
            facts.Add(new SaidFact(field, join ? [string.Join(", ", texts)] : texts, FactSource.File, key));
        }
    }

    private static void Datasets(GgufFile file, ImmutableArray<SaidFact>.Builder facts)
    {
        ImmutableArray<string> names = [.. Numbered(file, "general.dataset", "name").Select(each => each.Text)];
        if (!names.IsEmpty && facts.All(fact => fact.Key != "general.datasets"))
        {
            facts.Add(new SaidFact(ProvenanceFields.TrainingData, [string.Join(", ", names)], FactSource.File, "general.dataset"));
        }
    }

    private static void Parents(GgufFile file, ImmutableArray<SaidLink>.Builder links)
    {
        ImmutableArray<(int Number, string Text)> parents = [.. Numbered(file, "general.base_model", "name")];
        foreach (var (number, name) in parents)
        {
            var organisation = Clean(file.Text(string.Create(CultureInfo.InvariantCulture, $"general.base_model.{number}.organization")));
            var kind = file.Kind == GgufKind.Adapter ? LineageKind.Adapter : parents.Length > 1 ? LineageKind.Merge : LineageKind.FineTune;
            links.Add(new SaidLink(new LineageLink(kind, organisation is null || name.Contains('/', StringComparison.Ordinal) ? name : $"{organisation}/{name}"), FactSource.File, string.Create(CultureInfo.InvariantCulture, $"general.base_model.{number}.name")));
        }

        foreach (var key in new[] { "general.source.huggingface.repository", "general.source.repo_url", "general.source.url" })
        {
            if (file.Kind == GgufKind.Model && file.Quantisation is { } type && !Unquantised.Contains(type) && Clean(file.Text(key)) is { } source)
            {
                links.Add(new SaidLink(new LineageLink(LineageKind.Quantisation, source), FactSource.File, key));
                return;
            }
        }
    }

    private static IEnumerable<(int Number, string Text)> Numbered(GgufFile file, string prefix, string last)
    {
        for (var number = 0; number < MostParents; number++)
        {
            if (Clean(file.Text(string.Create(CultureInfo.InvariantCulture, $"{prefix}.{number}.{last}"))) is { } text)
            {
                yield return (number, text);
            }
        }
    }

    private static string? Clean(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var kept = new string([.. text.Take(LongestText).Select(each => char.IsControl(each) ? ' ' : char.IsSurrogate(each) ? '\uFFFD' : each)]).Trim();
        return kept.Length == 0 ? null : kept;
    }
}
