using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>Reads the scorers of a suite or sample: <c>[ { kind: includes } ]</c>, or just the kind's name.</summary>
internal static class ScorerReader
{
    private static readonly ImmutableDictionary<string, SuiteForm> Forms = ScorerSyntax.Known.ToImmutableDictionary(known => known.Key, known => SuiteForms.Scorer(known.Value), StringComparer.Ordinal);

    private static readonly SuiteForm AnyKind = new("scorer", [new FieldForm("kind", FieldShape.Text) { Required = true }]);

    public static ImmutableArray<ScorerSpec> Read(SuiteFields owner)
    {
        switch (owner.Find("scorers"))
        {
            case null:
                return [];
            case SuiteList list:
                return [.. list.Items.Select((item, index) => Scorer(item, $"scorers[{index}]", owner)).OfType<ScorerSpec>()];
            case { } other:
                owner.Report(other.Line, "scorers", "NotList");
                return [];
        }
    }

    private static ScorerSpec? Scorer(SuiteNode node, string name, SuiteFields owner)
    {
        if (node is SuiteScalar { IsNull: false } word)
        {
            return Known(word.Text, word.Line, name, owner) is { } plain ? Complete(plain, word.Line, name, owner) : null;
        }

        if (node is not SuiteMap map)
        {
            owner.Report(node.Line, name, "NotMapping");
            return null;
        }

        var any = new SuiteFields(map, AnyKind, owner.Join(name), owner.File, owner.Problems);
        if (any.Text("kind") is not { } kind || Known(kind, any.Find("kind")!.Line, $"{name}.kind", owner) is not { } syntax)
        {
            return null;
        }

        var fields = new SuiteFields(map, Forms[kind], owner.Join(name), owner.File, owner.Problems);
        var settings = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (setting, allowed) in syntax.Settings)
        {
            if (fields.Text(setting) is not { } text)
            {
                continue;
            }

            if (allowed.Problem(text) is { } wrong)
            {
                fields.ReportWithHint(fields.Find(setting)!.Line, setting, new Phrase(wrong.Length == 0 ? "Suites.SettingWrong" : "Suites.PatternWrong", text, wrong), new Phrase("Suites.Expected", allowed.Expected));
            }

            settings[setting] = text;
        }

        if (kind == "judge" && settings.GetValueOrDefault("rubric") == "meaning" && settings.ContainsKey("criteria"))
        {
            fields.Report("criteria", "MeaningHasNoCriteria");
        }

        fields.RefuseOthers();
        return new ScorerSpec(kind, settings.ToImmutable());
    }

    private static ScorerSyntax? Known(string kind, int line, string name, SuiteFields owner)
    {
        if (ScorerSyntax.Known.TryGetValue(kind, out var syntax))
        {
            return syntax;
        }

        var kinds = ScorerSyntax.Known.Keys.Order(StringComparer.Ordinal);
        var hint = NearestName.Of(kind, kinds) is { } near ? new Phrase("Suites.DidYouMean", near) : new Phrase("Suites.KnownScorers", string.Join(", ", kinds));
        owner.ReportWithHint(line, name, new Phrase("Suites.UnknownScorer", kind), hint);
        return null;
    }

    private static ScorerSpec Complete(ScorerSyntax syntax, int line, string name, SuiteFields owner)
    {
        foreach (var setting in syntax.Required)
        {
            owner.Report(line, $"{name}.{setting}", "Missing");
        }

        return new ScorerSpec(syntax.Kind);
    }
}
