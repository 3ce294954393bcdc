using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Provenance;

/// <summary>How the value of a field is said to a person.</summary>
public static class FactWords
{
    public static string Of(ProvenanceField field, string value, LicenceCatalog licences, CultureInfo culture) => field.Form switch
    {
        FieldForm.Choice when field.Choices.Contains(value) => new Phrase($"Provenance.Choice.{value}").In(culture),
        FieldForm.Country => $"{value} · {Countries.Name(value)}",
        FieldForm.Uses => licences.Uses.FirstOrDefault(term => term.Id == value)?.Title.In(culture) ?? value,
        FieldForm.Obligations => licences.Obligations.FirstOrDefault(term => term.Id == value)?.Title.In(culture) ?? value,
        _ => value,
    };
}
