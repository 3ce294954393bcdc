using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>Reads one sample of a suite file.</summary>
internal sealed class SampleReader(SampleDefaults defaults, string file, List<InputProblem> problems)
{
    private const int MaximumChoices = 64;

    /// <returns>Null when the sample could not be understood; the problems say why. With its own examples, not yet drawn; null when it has none of its own.</returns>
    public (Sample Sample, ImmutableArray<ReadShot>? Shots)? Read(SuiteNode node, string path)
    {
        if (node is not SuiteMap map)
        {
            problems.Add(new InputProblem(new Phrase("Suites.NotMapping"), file, node.Line, path));
            return null;
        }

        var fields = new SuiteFields(map, SuiteForms.Sample, path, file, problems);
        var before = problems.Count;
        var id = fields.Text("id");
        var choices = fields.Texts("choices");
        if (choices.Length is 1 or > MaximumChoices)
        {
            fields.Report("choices", "ChoiceCount", choices.Length.ToString(CultureInfo.InvariantCulture), MaximumChoices.ToString(CultureInfo.InvariantCulture));
        }

        var context = fields.Text("context");
        var asked = new PromptReader(defaults, fields, context, choices).Read();
        var (targets, targetChoice) = Target(fields, choices);
        var own = ScorerReader.Read(fields);
        var sample = new Sample(
            id ?? "",
            asked?.Prompt ?? "",
            targets,
            fields.Texts("distractors"),
            choices,
            targetChoice,
            fields.YesNo("answerable") ?? true,
            fields.YesNo("shouldRefuse"),
            fields.Formed("language", "LanguageForm") ?? defaults.Suite.Language,
            fields.Text("region") ?? defaults.Suite.Region,
            asked?.System,
            fields.Text("cluster"),
            fields.Texts("tags"),
            own,
            map.Line)
        {
            Turns = asked?.Turns ?? [],
            Context = context,
            Jurisdiction = fields.Text("jurisdiction") ?? defaults.Suite.Jurisdiction,
            FieldOfUse = fields.Text("fieldOfUse") ?? defaults.Suite.FieldOfUse,
            Metadata = fields.Pairs("metadata"),
        };
        var shots = FewShotReader.Read(fields);
        fields.RefuseOthers();
        CheckCanary(fields, sample, shots);
        if (problems.Count == before)
        {
            CheckScorers(fields, sample, own.IsEmpty ? defaults.Suite.Scorers : own);
        }

        return id is null || asked is null ? null : (sample, shots);
    }

    private (ImmutableArray<string> Targets, int? Choice) Target(SuiteFields fields, ImmutableArray<string> choices)
    {
        if (choices.IsEmpty || fields.Find("target") is not { } target)
        {
            return (fields.Texts("target"), null);
        }

        var listed = target is SuiteList { Items: [_, ..] } list ? list.Items : [target];
        List<int> right = [.. listed.Select(each => Choice(fields, each, choices)).OfType<int>().Distinct().Order()];
        return right.Count == 0 ? ([], null) : ([.. right.Select(index => choices[index]).Distinct(StringComparer.Ordinal)], right[0]);
    }

    private int? Choice(SuiteFields fields, SuiteNode target, ImmutableArray<string> choices)
    {
        if (target is not SuiteScalar { IsNull: false } scalar)
        {
            fields.Report(target.Line, "target", "TargetNotOne");
            return null;
        }

        // A number may be both an index and the text of a choice: a person means the text, the canonical form the index.
        if (!(defaults.IsCanonical && scalar.Plain) && choices.IndexOf(scalar.Text) is >= 0 and var named)
        {
            return named;
        }

        if (!scalar.Plain || !int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            fields.Report(scalar.Line, "target", "TargetNotChoice", scalar.Text);
            return null;
        }

        if (index >= 0 && index < choices.Length)
        {
            return index;
        }

        fields.Report(scalar.Line, "target", "TargetOutside", scalar.Text, (choices.Length - 1).ToString(CultureInfo.InvariantCulture));
        return null;
    }

    private void CheckCanary(SuiteFields fields, Sample sample, ImmutableArray<ReadShot>? shots)
    {
        if (defaults.Suite.Canary is { Length: > 0 } canary
            && sample.Turns.Select(static turn => turn.Content).Append(sample.Prompt).Append(sample.System ?? "")
                .Concat((shots ?? []).SelectMany(static read => new[] { read.Shot.Prompt, read.Shot.Answer }))
                .Any(text => text.Contains(canary, StringComparison.Ordinal)))
        {
            fields.Report(fields.Line, fields.Find("messages") is null ? "prompt" : "messages", "CanarySent");
        }
    }

    private void CheckScorers(SuiteFields fields, Sample sample, ImmutableArray<ScorerSpec> scorers)
    {
        if (scorers.IsEmpty && !defaults.NamesScorers)
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
/// <param name="Suite">Its facts, without samples.</param>
/// <param name="NamesScorers">The suite has scorers, even if none of them could be understood.</param>
/// <param name="IsCanonical">Read from the canonical form rather than from what a person wrote.</param>
internal sealed record SampleDefaults(PromptSuite Suite, string? Template, ImmutableSortedDictionary<string, string> Variables, bool NamesScorers, bool IsCanonical);
