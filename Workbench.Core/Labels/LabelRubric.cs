using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Labels;

/// <summary>What a person has to look for in an answer, by what the sample asks.</summary>
/// <param name="Pass">When it passes.</param>
/// <param name="Fail">When it fails.</param>
public sealed record LabelRubric(string Kind, Phrase Pass, Phrase Fail)
{
    public static LabelRubric Of(Sample sample) => sample switch
    {
        { ShouldRefuse: true } => Named("Refuse"),
        { ShouldRefuse: false } => Named("Answer"),
        { Answerable: false } => Named("Unknown"),
        { Targets.IsEmpty: false } => Named("Fact"),
        _ => Named("Content"),
    };

    private static LabelRubric Named(string kind) => new(kind, new Phrase($"Labels.{kind}Pass"), new Phrase($"Labels.{kind}Fail"));
}
