using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Workbench.Components.Shared;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;
using Workbench.People;

namespace Workbench.Components.Runs;

/// <summary>One cell in full, beside what the other candidates answered.</summary>
public sealed partial class CellDrawer : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private RunView? _shown;
    private int _version;
    private SampleResult? _cell;
    private ImmutableArray<SampleResult> _history = [];
    private List<SampleResult> _others = [];
    private Exception? _problem;
    private bool _loaded;
    private bool _asking;

    [Inject]
    private IRunStore Store { get; set; } = null!;

    [Inject]
    private RunQueue Queue { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Parameter, EditorRequired]
    public required RunView View { get; set; }

    [Parameter, EditorRequired]
    public required RunHeader Run { get; set; }

    [Parameter, EditorRequired]
    public required Sample Sample { get; set; }

    [Parameter]
    public int Repeats { get; set; } = 1;

    [Parameter, EditorRequired]
    public required Dictionary<string, int> Colours { get; set; }

    /// <summary>Changes when results were added, so that an open cell which was empty fills.</summary>
    [Parameter]
    public int Version { get; set; }

    /// <summary>The cell holds another answer now.</summary>
    [Parameter]
    public EventCallback OnRerun { get; set; }

    private string Address => Navigation.ToAbsoluteUri(View.Url()).ToString();

    private string Expected => Sample switch
    {
        { TargetChoice: { } choice } when choice < Sample.Choices.Length => Text["Expected", string.Join(Text["Or"], Sample.RightChoices.Select(right => Sample.Choices[right]))],
        { Answerable: false } => Text["ExpectedNothing"],
        { ShouldRefuse: true } => Text["ExpectedRefusal"],
        { Targets.IsEmpty: false } => Text["Expected", string.Join(Text["Or"], Sample.Targets)],
        _ => Text["ExpectedFree"],
    };

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown is not null && (_shown.RunId, _shown.Sample, _shown.Candidate, _shown.Repeat) == (View.RunId, View.Sample, View.Candidate, View.Repeat) && _version == Version)
        {
            return;
        }

        (_shown, _version, _problem) = (View, Version, null);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var view = View;
        var cell = await Store.CellAsync(Run.Id, Sample.Id, view.Candidate!, view.Repeat, _gone.Token);
        var history = cell is null ? [] : await Store.HistoryAsync(Run.Id, Sample.Id, view.Candidate!, view.Repeat, _gone.Token);
        var others = new List<SampleResult>();
        foreach (var candidate in Run.Candidates.Where(candidate => candidate.Name != view.Candidate))
        {
            if (await Store.CellAsync(Run.Id, Sample.Id, candidate.Name, view.Repeat, _gone.Token) is { } other)
            {
                others.Add(other);
            }
        }

        // Another cell may have been opened meanwhile; the last one asked for is shown.
        if (view == View)
        {
            (_cell, _history, _others, _loaded) = (cell, history, others, true);
        }
    }

    private async Task RerunAsync()
    {
        (_asking, _problem) = (true, null);
        try
        {
            await Queue.RerunAsync(Run.Id, Sample.Id, View.Candidate!, View.Repeat, await Current.GetAsync(), _gone.Token);
            await LoadAsync();
            await OnRerun.InvokeAsync();
        }
        catch (Exception problem) when (problem is InputException or NotAllowedException or ModelUnavailableException)
        {
            _problem = problem;
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The drawer was closed; the cell keeps its answer.
        }
        finally
        {
            _asking = false;
        }
    }

    private IEnumerable<string> Facts(SampleResult cell)
    {
        if (cell.Usage is { } usage)
        {
            yield return Text["Tokens", Numbers.Count(usage.Prompt), Numbers.Count(usage.Completion)];
            if (usage.PromptCached > 0)
            {
                yield return Text["FromCache", Numbers.Count(usage.PromptCached)];
            }
        }

        if (cell is { TimeToFirstToken: { } first, Duration: { } whole } && (cell.AnswerTokens ?? cell.Usage?.Completion) is > 1 and var tokens && whole > first)
        {
            yield return Text["Speed", Numbers.Digits((tokens - 1) / (whole - first).TotalSeconds, 0)];
        }

        if (cell.TimeToFirstToken is { } wait)
        {
            yield return Text["FirstToken", Times.Duration(wait, Common)];
        }

        if (cell.Duration is { } duration)
        {
            yield return Times.Duration(duration, Common);
        }

        if (cell.StopReason is { } stop)
        {
            yield return Text[$"Stop.{stop}"];
        }
    }

    private static Score? First(SampleResult cell) => cell.Scores.IsDefaultOrEmpty ? null : cell.Scores[0];
}
