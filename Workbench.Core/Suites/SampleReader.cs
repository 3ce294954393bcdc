using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>Reads one sample of a suite file.</summary>
internal sealed class SampleReader(SampleDefaults defaults, string file, List<InputProblem> problems)
{
    private const int MaximumChoices = 64;

    /// <returns>Null when the sample could not be understood; the problems say why.</returns>
    public Sample? Read(SuiteNode node, string path)
    {
        if (node is not SuiteMap map)
        {
            problems.Add(new InputProblem(new Phrase("Suites.NotMapping"), file, node.Line, path));
            return null;
        }

        var fields = new SuiteFields(map, path, file, problems);
        var before = problems.Count;
        var id = fields.Text("id", required: true);
        var prompt = Prompt(fields);
        var choices = fields.Texts("choices");
        if (choices.Length is 1 or > MaximumChoices)
        {
            fields.Report("choices", "ChoiceCount", choices.Length.ToString(CultureInfo.InvariantCulture), MaximumChoices.ToString(CultureInfo.InvariantCulture));
        }

        var (targets, targetChoice) = Target(fields, choices);
        var own = ScorerReader.Read(fields, file, problems);
        var sample = new Sample(
            id ?? "",
            prompt ?? "",
            targets,
            fields.Texts("distractors"),
            choices,
            targetChoice,
            fields.YesNo("answerable") ?? true,
            fields.YesNo("shouldRefuse"),
            SuiteFile.Language(fields) ?? defaults.Language,
            fields.Text("region") ?? defaults.Region,
            fields.Text("system"),
            fields.Text("cluster"),
            fields.Texts("tags"),
            own,
            map.Line);
        fields.RefuseOthers();
        if (problems.Count == before)
        {
            CheckScorers(fields, sample, own.IsEmpty ? defaults.Scorers : own);
        }

        return id is null || prompt is null ? null : sample;
    }

    private string? Prompt(SuiteFields fields)
    {
        var own = fields.Text("prompt");
        var variables = defaults.Variables.SetItems(fields.Scalars("vars"));
        if ((own ?? defaults.Template) is not { } template)
        {
            fields.Report(fields.Line, "prompt", "Missing");
            return null;
        }

        if (template.Trim().Length == 0)
        {
            fields.Report("prompt", "EmptyPrompt");
            return null;
        }

        // A sample's own words are a template only where there is something to fill in: code may be full of braces.
        if (own is not null && variables.IsEmpty)
        {
            return own;
        }

        var filled = PromptTemplate.Fill(template, variables, out var unknown);
        foreach (var name in unknown)
        {
            var near = NearestName.Of(name, variables.Keys);
            var hint = near is null ? new Phrase("Suites.AddVariable", name) : new Phrase("Suites.DidYouMean", near);
            fields.ReportWithHint((fields.Find("vars") ?? fields.Find("prompt"))?.Line ?? fields.Line, $"vars.{name}", new Phrase("Suites.UnknownVariable", name), hint);
        }

        return filled;
    }

    private static (ImmutableArray<string> Targets, int? Choice) Target(SuiteFields fields, ImmutableArray<string> choices)
    {
        if (choices.IsEmpty || fields.Find("target") is not { } target)
        {
            return (fields.Texts("target"), null);
        }

        if (target is not SuiteScalar scalar)
        {
            fields.Report("target", "TargetNotOne");
            return ([], null);
        }

        if (choices.IndexOf(scalar.Text) is >= 0 and var named)
        {
            return ([choices[named]], named);
        }

        if (scalar.Plain && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            if (index >= 0 && index < choices.Length)
            {
                return ([choices[index]], index);
            }

            fields.Report("target", "TargetOutside", scalar.Text, (choices.Length - 1).ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            fields.Report("target", "TargetNotChoice", scalar.Text);
        }

        return ([], null);
    }

    private static void CheckScorers(SuiteFields fields, Sample sample, ImmutableArray<ScorerSpec> scorers)
    {
        if (scorers.IsEmpty)
        {
            fields.Report(fields.Line, "scorers", "NoScorer");
        }

        var kinds = scorers.Select(scorer => ScorerSyntax.Known[scorer.Kind]).ToList();
        if (kinds.FirstOrDefault(kind => kind.NeedsChoices) is { } choice && sample.Choices.IsEmpty)
        {
            fields.Report(fields.Line, "choices", "NeedsChoices", choice.Kind);
        }
        else if (sample.Targets.IsEmpty && sample.Answerable && kinds.Count > 0 && kinds.TrueForAll(kind => kind.NeedsTarget))
        {
            fields.Report(fields.Line, "target", "NeedsTarget", kinds[0].Kind);
        }
    }
}

/// <summary>What a sample takes from its suite.</summary>
internal sealed record SampleDefaults(string? Template, ImmutableSortedDictionary<string, string> Variables, string Language, string? Region, ImmutableArray<ScorerSpec> Scorers);
