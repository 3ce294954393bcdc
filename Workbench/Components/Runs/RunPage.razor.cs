using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Workbench.Components.Shared;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Live;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Judging;
using Workbench.Core.Suites;
using Workbench.Models;
using Workbench.People;

namespace Workbench.Components.Runs;

/// <summary>One run: how far it is, what each candidate came to, and every sample.</summary>
public sealed partial class RunPage : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _gone = new();
    private RunView _view = new("");
    private RunHeader? _run;
    private PromptSuite? _suite;
    private RunFigures? _figures;
    private MatrixPage? _page;
    private GroupedPage? _grouped;
    private LiveState<RunState>? _live;
    private Dictionary<string, Sample> _byId = [];
    private Dictionary<string, int> _colours = [];
    private ImmutableArray<Candidate> _columns = [];
    private ImmutableHashSet<string> _wide = [];
    private ImmutableArray<string> _languages = [];
    private ImmutableArray<string> _regions = [];
    private ImmutableArray<string> _tags = [];
    private ImmutableArray<string> _dividing = [];
    private Exception? _problem;
    private bool _missing;
    private int _samples;
    private int _clusters;
    private int _version;
    private int _cached;
    private int _notJudged;

    [Inject]
    private IRunStore Store { get; set; } = null!;

    [Inject]
    private RunSummaries Summaries { get; set; } = null!;

    [Inject]
    private RunQueue Queue { get; set; } = null!;

    [Inject]
    private ModelNames Names { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tab")]
    private string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "only")]
    private string? Only { get; set; }

    [SupplyParameterFromQuery(Name = "outcome")]
    private string? Outcome { get; set; }

    [SupplyParameterFromQuery(Name = "language")]
    private string? Language { get; set; }

    [SupplyParameterFromQuery(Name = "region")]
    private string? Region { get; set; }

    [SupplyParameterFromQuery(Name = "tag")]
    private string? Tag { get; set; }

    [SupplyParameterFromQuery(Name = "text")]
    private string? Words { get; set; }

    [SupplyParameterFromQuery(Name = "by")]
    private string? By { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    private int? After { get; set; }

    [SupplyParameterFromQuery(Name = "sample")]
    private string? Sample { get; set; }

    [SupplyParameterFromQuery(Name = "candidate")]
    private string? Candidate { get; set; }

    [SupplyParameterFromQuery(Name = "unfolded")]
    private string? Unfolded { get; set; }

    [SupplyParameterFromQuery(Name = "find")]
    private string? Find { get; set; }

    [SupplyParameterFromQuery(Name = "as")]
    private string? As { get; set; }

    [SupplyParameterFromQuery(Name = "problem")]
    private string? Problem { get; set; }

    [SupplyParameterFromQuery(Name = "group")]
    private string? Group { get; set; }

    [SupplyParameterFromQuery(Name = "folded")]
    private string? Folded { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "repeat")]
    private int? Repeat { get; set; }

    private IEnumerable<(string? Tab, string Label)> Tabs =>
    [
        (null, Common["Samples"]),
        (RunView.Splits, Text["Splits"]),
        .. _figures!.HasSureness ? [(RunView.Sureness, Text["Sureness"].Value)] : Array.Empty<(string?, string)>(),
        .. _figures.Summary.Errors + _figures.Summary.Unscored > 0 || _view.Tab == RunView.Errors ? [(RunView.Errors, Text["Problems"].Value)] : Array.Empty<(string?, string)>(),
        (RunView.Manifest, Text["Manifest"]),
    ];

    /// <summary>An address may name a tab that this run does not have.</summary>
    private string? CurrentTab => Tabs.Select(each => each.Tab).FirstOrDefault(tab => tab == _view.Tab);

    private string? FirstCell => _page is { Rows.IsEmpty: false } && _columns.Length > 0 ? _view.Cell(_view.Sample ?? _page.Rows[0].SampleId, _columns[0].Name, 0).Url() : null;

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var view = new RunView(Id, Only == RunView.Different, Outcome, Language, Region, Tag, Words, After, Tab, Sample, Candidate, Repeat ?? 0, By, Unfolded, Find, As, Problem, Group, Folded, From);
        var before = _view;
        _view = view;
        if (before.RunId != Id)
        {
            await OpenAsync();
        }
        else if ((before.Filter, before.After, before.Group, before.Folded, before.From) != (view.Filter, view.After, view.Group, view.Folded, view.From))
        {
            await LoadPageAsync();
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = FollowAsync();
        }
    }

    private async Task OpenAsync()
    {
        (_run, _figures, _page, _problem) = (null, null, null, null);
        var run = await Store.FindAsync(Id, _gone.Token);
        _missing = run is null;
        if (run is null)
        {
            return;
        }

        _suite = await Store.SuiteAsync(Id, _gone.Token);
        var samples = RunPlan.Samples(_suite, run.Limit);
        (_samples, _clusters) = (samples.Length, samples.Select(sample => sample.Cluster ?? sample.Id).Distinct(StringComparer.Ordinal).Count());
        _byId = samples.ToDictionary(sample => sample.Id, StringComparer.Ordinal);
        _languages = [.. samples.Select(sample => sample.Language).Distinct().Order(StringComparer.Ordinal)];
        _regions = [.. samples.Select(sample => sample.Region).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        _tags = [.. samples.SelectMany(sample => sample.Tags).Distinct().Order(StringComparer.Ordinal)];
        _dividing = SampleGrouping.Dividing(samples);
        _colours = CandidateColours.For(run.Candidates, Names);
        _wide = RunFigures.Wide(run);
        _columns = [.. run.Candidates.OrderBy(candidate => !_wide.Contains(candidate.Name))];
        _run = run;
        await ReloadAsync();
    }

    private async Task ReloadAsync()
    {
        var run = await Store.FindAsync(Id, _gone.Token);
        if (run is null || _suite is null)
        {
            return;
        }

        _figures = RunFigures.Of(await Summaries.OfAsync(Id, _gone.Token));
        _cached = _figures.Summary.Candidates.Sum(static candidate => candidate.Cached);
        _notJudged = run.Status == RunStatus.Finished && _figures.Summary.Unscored > 0 && !JudgePlan.Judges(_suite).IsEmpty ? (await Store.ProblemsAsync(Id, _gone.Token)).Where(static problem => problem.Kind.IsNotJudged).Sum(static problem => problem.Cells) : 0;
        (_run, _live) = (run, Queue.Watch(Id));
        _version++;
        await LoadPageAsync();
    }

    private async Task LoadPageAsync()
    {
        var view = _view;
        if (_run is not { } run)
        {
            return;
        }

        // An address may name a candidate that the run does not have.
        var filter = run.Candidates.Any(candidate => candidate.Name == view.Filter.Candidate) ? view.Filter : view.Filter with { Candidate = null };
        var grouped = view.IsGrouped && _dividing.Contains(view.Group!) ? await Store.GroupedPageAsync(Id, view.Group!, filter, view.FoldedGroups, view.GroupPosition, _gone.Token) : null;
        var page = grouped is null ? await Store.MatrixPageAsync(Id, filter, view.Position, _gone.Token) : new MatrixPage([.. grouped.Groups.SelectMany(group => group.Rows)], _samples, null);
        if ((view.Filter, view.After, view.Group, view.Folded, view.From) == (_view.Filter, _view.After, _view.Group, _view.Folded, _view.From))
        {
            (_page, _grouped) = (page, grouped);
        }
    }

    /// <summary>The state line is live; tables follow when rows were added, also by another process.</summary>
    private async Task FollowAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, Time);
            while (await timer.WaitForNextTickAsync(_gone.Token))
            {
                await InvokeAsync(RefreshAsync);
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception problem)
        {
            await DispatchExceptionAsync(problem);
        }
    }

    private async Task RefreshAsync()
    {
        if (_run is null)
        {
            return;
        }

        var now = await Store.FindAsync(_run.Id, _gone.Token);
        if (now is not null && ((now.Answered, now.Errors, now.Status) != (_run.Answered, _run.Errors, _run.Status) || Queue.Watch(_run.Id) != _live || _figures is { IsCurrent: false }))
        {
            await ReloadAsync();
            StateHasChanged();
        }
    }

    private async Task AskAsync(Func<Actor, Task> action)
    {
        _problem = null;
        try
        {
            await action(await Current.GetAsync());
        }
        catch (Exception problem) when (problem is InputException or NotAllowedException or ModelUnavailableException)
        {
            _problem = problem;
        }

        await ReloadAsync();
    }

    /// <summary>The row below or above, with the drawer where it is open; past the end the next page.</summary>
    private string Step(int by)
    {
        var rows = _page?.Rows ?? [];
        if (rows.IsEmpty)
        {
            return _view.Url();
        }

        var at = rows.ToList().FindIndex(row => row.SampleId == _view.Sample);
        var next = at < 0 ? (by > 0 ? 0 : rows.Length - 1) : at + by;
        return next >= rows.Length && NextGroups is { } groups ? groups : next >= rows.Length && _page?.Next?.After is { } after ? (_view.Closed with { After = after, Sample = null }).Url()
            : (_view with { Sample = rows[Math.Clamp(next, 0, rows.Length - 1)].SampleId }).Url();
    }

    /// <summary>The next page where samples are in groups.</summary>
    private string? NextGroups => _grouped?.Next is { } next ? (_view.Closed with { From = next.Value, After = next.After, Sample = null }).Url() : null;

    private string Aside(int by)
    {
        var at = _columns.ToList().FindIndex(candidate => candidate.Name == _view.Candidate);
        return (_view with { Candidate = _columns[Math.Clamp(at + by, 0, _columns.Length - 1)].Name, Repeat = 0 }).Url();
    }
}
