using System.Collections.Immutable;
using System.Diagnostics;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;

namespace Workbench.Cli;

/// <summary>What a page asks of the store, at places drawn at random, each time as a request of its own.</summary>
internal sealed class BenchStorageReads(IServiceProvider services, RunHeader run, int samples, int rounds)
{
    private const double MostMilliseconds = 100;
    private const double MostSummaryMilliseconds = 300;
    private readonly IRunStore _store = services.GetRequiredService<IRunStore>();
    private readonly Random _random = new(2);

    public async Task<List<BenchFigure>> MeasureAsync(CancellationToken cancellation)
    {
        var summaries = services.GetRequiredService<RunSummaries>();
        var cold = await TimeAsync(() => _store.MatrixPageAsync(run.Id, new MatrixFilter(), new MatrixPosition(), cancellation));
        var suite = await TimeAsync(() => _store.SuiteAsync(run.Id, cancellation));
        List<BenchFigure> figures = [new("open", "firstPageOfTheProcess", cold, "ms"), new("open", "suiteReadOfTheProcess", suite, "ms")];
        (string Name, MatrixFilter Filter)[] filters =
        [
            ("next", new MatrixFilter()),
            ("outcome", new MatrixFilter(Outcome.Incorrect)),
            ("outcomeOfACandidate", new MatrixFilter(Outcome.NoAnswer, Candidate: run.Candidates[^1].Name)),
            ("errors", new MatrixFilter(ErrorsOnly: true)),
            ("different", new MatrixFilter(OnlyDifferent: true)),
            ("language", new MatrixFilter(Language: "zh-Hans")),
            ("region", new MatrixFilter(Region: "SG")),
            ("tag", new MatrixFilter(Tag: "tag-07")),
            ("threeTogether", new MatrixFilter(Outcome.Partial, Language: "zh-Hans", Tag: "tag-07")),
            ("noneTogether", new MatrixFilter(ErrorsOnly: true, Language: "en", Tag: "tag-07")),
            ("rareWord", new MatrixFilter(Text: BenchStorageData.RareWord)),
        ];
        figures.Add(await PagesAsync("first", new MatrixFilter(), static () => null, cancellation));
        foreach (var (name, filter) in filters)
        {
            figures.Add(await PagesAsync(name, filter, () => _random.Next(samples), cancellation));
        }

        var asked = await _store.SuiteAsync(run.Id, cancellation);
        foreach (var dimension in SampleGrouping.Dividing(asked.Samples))
        {
            figures.Add(await RequestsAsync($"by-{dimension}", () =>
            {
                var place = _random.Next(samples);
                return _store.GroupedPageAsync(run.Id, dimension, new MatrixFilter(), ImmutableHashSet<string>.Empty, new GroupPosition(SampleGrouping.Of(asked.Samples[place], dimension)[0], place), cancellation);
            }));
        }

        figures.Add(await RequestsAsync("errorsByKind", () => _store.ProblemsAsync(run.Id, cancellation)));
        figures.Add(new BenchFigure("summary", "counted", await TimeAsync(() => summaries.OfAsync(run.Id, cancellation)), "ms"));
        List<double> kept = [];
        for (var round = 0; round < rounds; round++)
        {
            kept.Add(await TimeAsync(() => new RunSummaries(_store, TimeProvider.System).OfAsync(run.Id, cancellation)));
        }

        figures.Add(new BenchFigure("summary", "keptP95", Percentile(kept), "ms", AtMost: MostSummaryMilliseconds));
        return figures;
    }

    private Task<BenchFigure> PagesAsync(string name, MatrixFilter filter, Func<int?> after, CancellationToken cancellation) =>
        RequestsAsync(name, async () => (await _store.FindAsync(run.Id, cancellation), await _store.MatrixPageAsync(run.Id, filter, new MatrixPosition(after()), cancellation)));

    private async Task<BenchFigure> RequestsAsync<T>(string name, Func<Task<T>> request)
    {
        List<double> times = [];
        for (var round = 0; round < rounds; round++)
        {
            times.Add(await TimeAsync(request));
        }

        var figure = new BenchFigure("page", $"{name}P95", Percentile(times), "ms", AtMost: MostMilliseconds);
        Console.Error.WriteLine(FormattableString.Invariant($"{figure.Name} {figure.Value:0} ms, median {BenchFigure.Median(times):0} ms"));
        return figure;
    }

    private static double Percentile(List<double> times) => times.Order().ElementAt((int)Math.Ceiling(times.Count * 0.95) - 1);

    private static async Task<double> TimeAsync<T>(Func<Task<T>> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalMilliseconds;
    }
}
