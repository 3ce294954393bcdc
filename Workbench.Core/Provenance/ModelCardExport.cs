using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Workbench.Core.Language;

namespace Workbench.Core.Provenance;

/// <summary>A card as a model card of the kind that model hubs keep: YAML front matter, then sections in Markdown.</summary>
public static class ModelCardExport
{
    /// <param name="results">Of the rules, in the order they are shown.</param>
    public static string Write(ProvenanceDossier dossier, IReadOnlyCollection<RuleResult> results, LicenceCatalog licences, CultureInfo culture)
    {
        var text = new StringBuilder();
        var card = dossier.Card;
        FrontMatter(text, dossier, licences);
        Line(text, $"# {Plain(card.Name)}\n");
        Line(text, $"{Say("Export.Weights", culture)}: `{card.Sha256 ?? "?"}`  ");
        Line(text, new Phrase("Provenance.Export.Known", Text(card.Known), Text(ProvenanceCard.Needed)).In(culture) + "\n");
        Section(text, "Export.Details", culture, Facts(card, licences, culture, ProvenanceFields.Developer, ProvenanceFields.Country, ProvenanceFields.Contact, ProvenanceFields.Repository, ProvenanceFields.QuantisedBy, ProvenanceFields.Languages, ProvenanceFields.FilingStatus, ProvenanceFields.Filing, ProvenanceFields.Notes));
        Section(text, "Export.Uses", culture, Uses(card, licences, culture));
        Section(text, "Export.Licence", culture, Facts(card, licences, culture, ProvenanceFields.License, ProvenanceFields.LicenseLink, ProvenanceFields.Met).Concat(Obligations(card, licences, culture)));
        Section(text, "Export.Lineage", culture, Lineage(dossier, culture));
        Section(text, "Export.Training", culture, Facts(card, licences, culture, ProvenanceFields.TrainingData, ProvenanceFields.Cutoff, ProvenanceFields.Distilled, ProvenanceFields.FromScratch));
        Section(text, "Export.Supply", culture, Facts(card, licences, culture, ProvenanceFields.Mirrored, ProvenanceFields.Fallback, ProvenanceFields.SupportUntil));
        Section(text, "Export.Evaluation", culture, dossier.Languages.Select(run => $"{run.Language}: {run.RunId}"));
        Section(text, "Export.Rules", culture, results.Select(result => $"**{result.Rule.Title.In(culture)}** – {Say($"Outcome.{result.Outcome}", culture)} – {Plain(result.Reason.In(culture))}"));
        Section(text, "Export.Gaps", culture, card.Gaps.Select(gap => $"**{gap.Field.Label.In(culture)}** – {gap.Field.Blocks.In(culture)}"));
        return text.ToString();
    }

    private static void FrontMatter(StringBuilder text, ProvenanceDossier dossier, LicenceCatalog licences)
    {
        var card = dossier.Card;
        Line(text, "---");
        if (card.Value(ProvenanceFields.License) is { } name)
        {
            // Hubs list some licences by id; the others are called other, with their name beside.
            var known = licences.Find(name) is { Checked: true } licence ? licence.Id.ToLowerInvariant() : null;
            Line(text, $"license: {known ?? "other"}");
            if (known is null)
            {
                Line(text, $"license_name: {Quoted(name)}");
            }

            if (card.Value(ProvenanceFields.LicenseLink) is { } link)
            {
                Line(text, $"license_link: {Quoted(link)}");
            }
        }

        List(text, "language", card.Values(ProvenanceFields.Languages).Select(tag => tag.Split('-')[0]).Distinct(StringComparer.Ordinal));
        var parents = dossier.Lineage.Edges.Where(edge => edge.Child == dossier.Lineage.Self.Id && edge.Kind != LineageKind.Distilled).ToList();
        List(text, "base_model", parents.Select(edge => dossier.Lineage.Nodes.First(node => node.Id == edge.Parent).Name));
        if (parents is [var first, ..] && Relation(first.Kind) is { } relation)
        {
            Line(text, $"base_model_relation: {relation}");
        }

        Line(text, "library_name: gguf");
        Line(text, "---\n");
    }

    private static string? Relation(LineageKind kind) => kind switch
    {
        LineageKind.Adapter => "adapter",
        LineageKind.Merge => "merge",
        LineageKind.Quantisation => "quantized",
        LineageKind.FineTune or LineageKind.Base => "finetune",
        _ => null,
    };

    private static void List(StringBuilder text, string key, IEnumerable<string> values)
    {
        foreach (var (index, value) in values.Index())
        {
            if (index == 0)
            {
                Line(text, $"{key}:");
            }

            Line(text, $"- {Quoted(value)}");
        }
    }

    private static IEnumerable<string> Facts(ProvenanceCard card, LicenceCatalog licences, CultureInfo culture, params string[] fields)
    {
        foreach (var fact in fields.Select(name => card.Facts.First(fact => fact.Field.Name == name)))
        {
            if (fact.Said.IsEmpty)
            {
                if (fact.Field.Counts)
                {
                    yield return $"{fact.Field.Label.In(culture)}: *{Say("Export.NotStated", culture)}*";
                }

                continue;
            }

            var source = fact.Said[0].Source == FactSource.Statement ? "" : $" ({Say($"Source.{fact.Said[0].Source}", culture)})";
            yield return $"{fact.Field.Label.In(culture)}: {Plain(string.Join(", ", fact.Values.Select(value => FactWords.Of(fact.Field, value, licences, culture))))}{source}";
        }
    }

    private static IEnumerable<string> Uses(ProvenanceCard card, LicenceCatalog licences, CultureInfo culture) =>
        card.Values(ProvenanceFields.Uses).IsEmpty
            ? [$"*{Say("Export.NotStated", culture)}*"]
            : card.Values(ProvenanceFields.Uses).Select(id => $"**{FactWords.Of(ProvenanceFields.Find(ProvenanceFields.Uses)!, id, licences, culture)}**");

    private static IEnumerable<string> Obligations(ProvenanceCard card, LicenceCatalog licences, CultureInfo culture) =>
        licences.Find(card.Value(ProvenanceFields.License)) is not { } licence
            ? []
            : licence.Obligations.Select(licences.Obligation).Select(term => $"{term.Title.In(culture)}: {term.About.In(culture)}").Prepend(licence.About.In(culture));

    private static IEnumerable<string> Lineage(ProvenanceDossier dossier, CultureInfo culture)
    {
        string Name(string id) => Plain(dossier.Lineage.Nodes.First(node => node.Id == id).Name);
        return dossier.Lineage.Edges.IsEmpty
            ? [$"*{Say("Export.NotStated", culture)}*"]
            : dossier.Lineage.Edges.Select(edge => $"{Name(edge.Child)} – {Say($"Kind.{ProvenanceStatement.Word(edge.Kind)}", culture)} {Name(edge.Parent)}");
    }

    private static void Section(StringBuilder text, string key, CultureInfo culture, IEnumerable<string> lines)
    {
        ImmutableArray<string> all = [.. lines];
        if (all.IsEmpty)
        {
            return;
        }

        Line(text, $"## {Say(key, culture)}\n");
        foreach (var line in all)
        {
            Line(text, $"- {line}");
        }

        Line(text, "");
    }

    private static string Say(string key, CultureInfo culture) => new Phrase($"Provenance.{key}").In(culture);

    // What files and people say stays text: no heading, link, picture or tag comes of it.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var each in text)
        {
            _ = each switch
            {
                '\n' or '\r' or '\t' => plain.Append(' '),
                '<' => plain.Append("&lt;"),
                '&' => plain.Append("&amp;"),
                '[' or ']' or '`' or '*' or '\\' or '|' or '#' or '!' => plain.Append('\\').Append(each),
                _ => plain.Append(each),
            };
        }

        return plain.ToString();
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ").Replace('\t', ' ')}\"";

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
