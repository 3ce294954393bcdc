using System.Collections.Immutable;
using Workbench.Core.Suites;

namespace Workbench.Core.Compliance;

/// <summary>How far questions reach for a clause about banks.</summary>
/// <param name="Questions">In all.</param>
/// <param name="Short">Tags with fewer than the clause asks of each.</param>
internal sealed record BankCover(int Questions, ImmutableArray<TagCount> Short)
{
    public static BankCover Of(Clause clause, PromptSuite suite, string jurisdiction)
    {
        var samples = suite.Samples.Where(sample => ClauseScope.Includes(clause.Filter, sample, jurisdiction)).ToList();
        return Of(clause, samples.Count, tag => samples.Count(sample => sample.Tags.Any(own => ClauseScope.Under(own, tag))));
    }

    /// <summary>By what the banks held when the plan was made. A clause that says nothing of refusal is about the bank of generated content.</summary>
    public static BankCover Of(Clause clause, ImmutableArray<BankStock> stock)
    {
        var filter = clause.Filter;
        var bank = filter.Bank ?? filter.ShouldRefuse switch { true => "should-refuse", false => "should-answer", null => "generated" };
        var held = stock.Where(each => each.Bank == bank
            && (filter.Tags.IsEmpty || filter.Tags.Any(tag => ClauseScope.Under(each.Tag, tag)))
            && (filter.Languages.IsEmpty || filter.Languages.Any(language => ClauseScope.Under(each.Language, language, '-')))).ToList();
        return Of(clause, held.Sum(each => each.Questions), tag => held.Where(each => ClauseScope.Under(each.Tag, tag)).Sum(each => each.Questions));
    }

    private static BankCover Of(Clause clause, int questions, Func<string, int> count) =>
        new(questions, [.. clause.EachOf.Select(tag => new TagCount(tag, count(tag), clause.MinEach)).Where(tag => tag.Count < tag.Least)]);
}
