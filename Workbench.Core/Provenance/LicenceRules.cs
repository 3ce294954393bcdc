using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Models;

namespace Workbench.Core.Provenance;

/// <summary>Checks of licences along a lineage.</summary>
internal static class LicenceRules
{
    public static (RuleOutcome, Phrase) Known(Case of)
    {
        var name = of.Card.Value(ProvenanceFields.License);
        return name is null ? (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.LicenceMissing"))
            : of.Licences.Find(name) is not { } licence ? (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.LicenceUncharted", name))
            : licence.IsService ? (RuleOutcome.DoesNotConform, new Phrase("Provenance.LicenceOfService", licence.Name))
            : (RuleOutcome.Conforms, new Phrase("Provenance.LicenceKnown", licence.Name));
    }

    /// <summary>Every intended use, against the licence of the model and of all it is made of.</summary>
    public static (RuleOutcome, Phrase) Use(Case of)
    {
        var uses = of.Card.Values(ProvenanceFields.Uses);
        var chain = Chain(of).ToList();
        foreach (var (node, licence) in chain)
        {
            if (licence is not null && of.Place is { } place && licence.ExcludedPlaces.Any(excluded => excluded == place.Id || place.Members.Contains(excluded)))
            {
                return (RuleOutcome.DoesNotConform, new Phrase("Provenance.PlaceExcluded", licence.Name, node.Name, place.Id));
            }

            if (licence is not null && uses.FirstOrDefault(licence.Forbids.Contains) is { } forbidden)
            {
                return (RuleOutcome.DoesNotConform, new Phrase("Provenance.UseForbidden", licence.Name, node.Name, Words(of.Licences.Uses, forbidden)));
            }
        }

        if (uses.IsEmpty)
        {
            return (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.UsesUnstated"));
        }

        if (Unknown(chain) is { } unknown)
        {
            return (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.ChainLicenceUnknown", unknown));
        }

        foreach (var (node, licence) in chain)
        {
            if (uses.FirstOrDefault(licence!.NeedsLeave.Contains) is { } asks && !of.Card.Values(ProvenanceFields.Met).Contains("register"))
            {
                return (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.UseNeedsLeave", licence.Name, node.Name, Words(of.Licences.Uses, asks)));
            }
        }

        return (RuleOutcome.Conforms, new Phrase("Provenance.UsesAllowed", Words(of.Licences.Uses, [.. uses]), string.Join(", ", chain.Select(each => each.Licence!.Name).Distinct())));
    }

    /// <summary>Obligations of the model's own licence and of those it is made of: share-alike is checked, the others must be stated as met.</summary>
    public static (RuleOutcome, Phrase) Obligations(Case of)
    {
        var chain = Chain(of).ToList();
        var own = chain[0].Licence;
        foreach (var (node, licence) in chain.Skip(1))
        {
            if (licence is { ShareAlike: true } && own is not null && own.Id != licence.Id)
            {
                return (RuleOutcome.DoesNotConform, new Phrase("Provenance.ShareAlikeBroken", own.Name, licence.Name, node.Name));
            }
        }

        if (Unknown(chain) is { } unknown)
        {
            return (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.ChainLicenceUnknown", unknown));
        }

        var met = of.Card.Values(ProvenanceFields.Met);
        var (open, licences) = (chain.SelectMany(each => each.Licence!.Obligations).Where(id => !met.Contains(id)).Distinct().ToList(), string.Join(", ", chain.Select(each => each.Licence!.Name).Distinct()));
        return open.Count == 0
            ? (RuleOutcome.Conforms, new Phrase("Provenance.ObligationsMet", licences))
            : (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.ObligationsOpen", licences, Words(of.Licences.Obligations, [.. open])));
    }

    /// <summary>What the teachers' terms say about training on their answers.</summary>
    public static (RuleOutcome, Phrase) Teacher(Case of)
    {
        var (stated, teachers) = (of.Card.Value(ProvenanceFields.Distilled), of.Dossier.Lineage.Teachers.ToList());
        foreach (var teacher in teachers)
        {
            if (of.Licences.Find(teacher.License) is { OutputTraining: OutputTraining.Forbidden } terms)
            {
                return (RuleOutcome.DoesNotConform, new Phrase("Provenance.TeacherForbids", terms.Name, teacher.Name));
            }
        }

        if (teachers.FirstOrDefault(teacher => of.Licences.Find(teacher.License) is null) is { } unknown)
        {
            return (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.TeacherTermsUnknown", unknown.Name));
        }

        if (teachers.FirstOrDefault(teacher => of.Licences.Find(teacher.License)!.OutputTraining == OutputTraining.OnTerms && !of.Card.Values(ProvenanceFields.Met).Contains("output-terms")) is { } onTerms)
        {
            return (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.TeacherOnTerms", of.Licences.Find(onTerms.License)!.Name, onTerms.Name));
        }

        return (teachers.Count, stated) switch
        {
            ( > 0, _) => (RuleOutcome.Conforms, new Phrase("Provenance.TeacherAllows", string.Join(", ", teachers.Select(teacher => teacher.Name)))),
            (_, ProvenanceFields.No) => (RuleOutcome.Conforms, new Phrase("Provenance.NoTeacher")),
            (_, ProvenanceFields.Yes) => (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.TeacherUnnamed")),
            _ => (RuleOutcome.NotEnoughEvidence, new Phrase("Provenance.TeacherUnstated")),
        };
    }

    /// <summary>The catalogue's words for uses or obligations, in both languages; an id it does not know stays one.</summary>
    private static string Words(ImmutableArray<LicenceTerm> terms, params string[] ids)
    {
        var titles = ids.Select(id => terms.FirstOrDefault(term => term.Id == id)?.Title ?? new CardText(id, id)).ToList();
        return Phrase.Both(string.Join(", ", titles.Select(title => title.En)), string.Join('、', titles.Select(title => title.Zh)));
    }

    /// <summary>The model first.</summary>
    private static IEnumerable<(LineageNode Node, Licence? Licence)> Chain(Case of) =>
        of.Dossier.Lineage.Ancestors.Prepend(of.Dossier.Lineage.Self).Select(node => (node, of.Licences.Find(node.License)));

    private static string? Unknown(IEnumerable<(LineageNode Node, Licence? Licence)> chain)
    {
        var names = chain.Where(each => each.Licence is null).Select(each => each.Node.License is { } name ? $"{each.Node.Name} ({name})" : each.Node.Name).ToList();
        return names.Count == 0 ? null : string.Join(", ", names);
    }
}
