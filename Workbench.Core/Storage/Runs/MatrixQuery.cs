using Microsoft.EntityFrameworkCore;
using Workbench.Core.Runs;
using Workbench.Core.Storage.Suites;

namespace Workbench.Core.Storage.Runs;

/// <summary>Places of the samples that pass a filter, in their order. Each condition has an index that keeps them in that order; one of them leads, the others are looked up for each place it gives.</summary>
internal sealed class MatrixQuery(WorkbenchDbContext db, RunKey run, MatrixFilter filter)
{
    /// <summary>Cells whose texts one request reads, at most.</summary>
    private const int SearchedCells = 8000;

    /// <summary>Samples that one request looks through where conditions are combined.</summary>
    private const int CombinedSamples = 15_000;

    private IQueryable<ResultRow> Results => db.Set<ResultRow>().Where(row => row.RunNumber == run.Number);

    private IQueryable<SampleRow> Samples => db.Set<SampleRow>().Where(sample => sample.SuiteSha256 == run.SuiteSha256);

    /// <summary>Places of a group that they must be in; null for all.</summary>
    public IQueryable<int>? Group { get; init; }

    public bool HasText => filter.Text is { Length: > 0 };

    private bool HasCells => (filter.Candidate is not null && filter.Problem is null) || filter.Outcome is not null || filter.ErrorsOnly;

    /// <summary>Every sample passes.</summary>
    public bool IsOpen => Conditions == 0 && !HasText;

    private int Conditions => (filter.OnlyDifferent ? 1 : 0) + (filter.Problem is null ? 0 : 1) + (filter.Tag is null ? 0 : 1) + (filter.Language is null ? 0 : 1) + (filter.Region is null ? 0 : 1) + (HasCells ? 1 : 0) + (filter.Outcome is not null && filter.ErrorsOnly ? 1 : 0);

    /// <summary>First place that a request beginning after <paramref name="after"/> does not look at.</summary>
    public int End(int after)
    {
        var window = HasText ? Math.Max(50, SearchedCells / Math.Max(1, run.Candidates.Length)) : Conditions > 1 ? CombinedSamples : run.Shown;
        return (int)Math.Min(run.Shown, after + 1L + window);
    }

    /// <summary>Places from after <paramref name="after"/> to before <paramref name="end"/>.</summary>
    public IQueryable<int> Ordinals(int after, int end)
    {
        var parts = Parts();
        var places = (parts.Count == 0 ? Samples.Select(sample => sample.Ordinal) : parts[0].Places).Where(place => place > after && place < end);
        places = parts.Skip(1).Aggregate(places, (left, part) => part.Among(left));

        if (filter.Text is { Length: > 0 } text)
        {
            // Bounded each for itself: PostgreSQL may read all of one before it looks at the first place.
            var prompts = Samples.Where(sample => sample.Ordinal > after && sample.Ordinal < end).Where(TextMatch.Contains<SampleRow>(db, sample => sample.Prompt, text));
            var answers = Results.Where(row => row.Ordinal > after && row.Ordinal < end).Where(TextMatch.Contains<ResultRow>(db, row => row.Text.Answer, text));
            places = places.Where(place => prompts.Any(sample => sample.Ordinal == place) || answers.Any(row => row.Ordinal == place));
        }

        // Several cells of a sample may pass; grouped in the order of the index, the first page ends the search.
        return places.GroupBy(place => place).OrderBy(group => group.Key).Select(group => group.Key);
    }

    /// <summary>What is likely to leave fewest places comes first. Conditions look at a row's own place: a list of places to be in would be made whole before the first page.</summary>
    private List<Part> Parts()
    {
        List<Part> parts = [];
        if (filter.Problem is { } problem)
        {
            var troubled = db.Set<ProblemRow>().Where(row => row.RunNumber == run.Number && row.Kind == problem);
            if (filter.Candidate is { } candidate)
            {
                var place = run.Candidate(candidate);
                troubled = troubled.Where(row => row.Candidate == place);
            }

            parts.Add(new Part(troubled.Select(row => row.Ordinal), places => places.Where(place => troubled.Any(row => row.Ordinal == place))));
        }

        if (filter.Tag is { } tag)
        {
            var tagged = db.Set<SampleTagRow>().Where(row => row.SuiteSha256 == run.SuiteSha256 && row.Tag == tag);
            parts.Add(new Part(tagged.Select(row => row.Ordinal), places => places.Where(place => tagged.Any(row => row.Ordinal == place))));
        }

        if (filter.OnlyDifferent)
        {
            var differing = db.Set<DifferenceRow>().Where(row => row.RunNumber == run.Number);
            parts.Add(new Part(differing.Select(row => row.Ordinal), places => places.Where(place => differing.Any(row => row.Ordinal == place))));
        }

        if (filter.Region is { } region)
        {
            parts.Add(Of(Samples.Where(sample => sample.Region == region)));
        }

        if (filter.Language is { } language)
        {
            parts.Add(Of(Samples.Where(sample => sample.Language == language)));
        }

        if (Group is { } group)
        {
            parts.Add(new Part(group, places => places.Where(place => group.Any(ordinal => ordinal == place))));
        }

        if (HasCells)
        {
            var cells = Cells();
            parts.Insert(filter.ErrorsOnly ? 0 : parts.Count, new Part(cells.Select(row => row.Ordinal), places => places.Where(place => cells.Any(row => row.Ordinal == place))));
        }

        return parts;

        static Part Of(IQueryable<SampleRow> samples) => new(samples.Select(sample => sample.Ordinal), places => places.Where(place => samples.Any(sample => sample.Ordinal == place)));
    }

    private IQueryable<ResultRow> Cells()
    {
        var cells = Results;
        if (filter.Candidate is { } candidate)
        {
            var place = run.Candidate(candidate);
            cells = cells.Where(row => row.Candidate == place);
        }

        if (filter.Outcome is { } outcome)
        {
            cells = cells.Where(row => row.Outcome == outcome);
        }

        return filter.ErrorsOnly ? cells.Where(row => row.IsError) : cells;
    }

    /// <summary>A condition as the places that it gives, and as what it leaves of others.</summary>
    private sealed record Part(IQueryable<int> Places, Func<IQueryable<int>, IQueryable<int>> Among);
}
