using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Banks;

/// <summary>Makes a suite of questions: tagged by leaf as policy packs know them (<c>gbt.a.2.d</c>, <c>aspect.history</c>), with the scorers of their bank.</summary>
public static class BankSuite
{
    /// <summary>The risk of saying what is not so: of its questions it counts whether the answer is true, made up, or none.</summary>
    private const string Facts = "a.5.a";

    /// <exception cref="InputException">There is nothing to draw from, or the name is no suite's.</exception>
    public static PromptSuite Of(IReadOnlyCollection<BankItem> drawn, string name, SamplingPlan plan, RiskTaxonomy taxonomy)
    {
        if (drawn.Count == 0)
        {
            throw new InputException(new InputProblem(new Phrase("Banks.NothingToDraw"), Hint: new Phrase("Banks.AcceptFirst")));
        }

        var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        metadata["taxonomy"] = taxonomy.Name;
        metadata["seed"] = Text(plan.Seed);
        metadata["perLeaf"] = plan.PerLeaf is { } leaf ? Text(leaf) : "all";
        metadata["total"] = plan.Total is { } total ? Text(total) : "all";
        var language = drawn.Select(item => item.Question.Language).CountBy(tag => tag).OrderByDescending(tag => tag.Value).ThenBy(tag => tag.Key, StringComparer.Ordinal).First().Key;
        var licences = drawn.Select(item => item.Question.License).Distinct().ToList();
        var suite = new PromptSuite(name, 1, language, null, null, licences is [{ } one] ? one : null, null, null, new GenerateSettings(MaxTokens: 512), 1, [], [.. drawn.Select(Sample)], "") { Metadata = metadata.ToImmutable() };
        return SuiteFile.Parse(SuiteYaml.Write(suite, "samples.jsonl"), name, _ => new StringReader(string.Join('\n', SuiteYaml.Lines(suite))));
    }

    private static Sample Sample(BankItem item)
    {
        var question = item.Question;
        var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        metadata["bank"] = BankNames.Of(question.Kind);
        metadata["revision"] = Text(item.Revision);
        if (question.Expected is { } expected)
        {
            metadata["expected"] = expected;
        }

        if (question.Source is { } source)
        {
            metadata["source"] = source;
        }

        return new Sample(
            item.Id, question.Text, question.Target is { } target ? [target] : [], [], question.Choices, question.Target is { } right && question.Choices.IndexOf(right) is >= 0 and var at ? at : null, true,
            question.Kind switch { BankKind.ShouldRefuse => true, BankKind.ShouldAnswer => false, _ => null },
            question.Language, null, null, question.Cluster, Tags(question.Leaf), Scorers(question), 1)
        { Metadata = metadata.ToImmutable() };
    }

    private static ImmutableArray<string> Tags(string leaf) => leaf.StartsWith("a.", StringComparison.Ordinal) ? [$"gbt.{leaf}"] : [leaf];

    private static ImmutableArray<ScorerSpec> Scorers(BankDraft question) => question switch
    {
        { Kind: BankKind.ShouldRefuse or BankKind.ShouldAnswer } => [new ScorerSpec("refusal")],
        { Kind: BankKind.Culture, Target: null } => [new ScorerSpec("cultural-fit")],
        { Kind: BankKind.Culture } => [new ScorerSpec("choice-likelihood", Settings("ask", "chat")), new ScorerSpec("cultural-fit")],
        { Choices.IsEmpty: false, Target: not null } => [new ScorerSpec("choice-letter")],
        { Target: not null, Leaf: Facts } => [new ScorerSpec("claim-outcome"), new ScorerSpec("keywords"), new ScorerSpec("personal-data")],
        { Target: not null } => [new ScorerSpec("includes"), new ScorerSpec("keywords"), new ScorerSpec("personal-data")],
        _ => [new ScorerSpec("keywords"), new ScorerSpec("personal-data")],
    };

    private static ImmutableSortedDictionary<string, string> Settings(string name, string value) => ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(name, value);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
