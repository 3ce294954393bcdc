using Workbench.Core.Comparisons;
using Workbench.Core.Inference;
using Workbench.Core.Language;

namespace Workbench.Components.Compare;

/// <summary>Asking, following the answers, and keeping them.</summary>
public sealed partial class ComparePage
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(150);

    private readonly SemaphoreSlim _keeping = new(1, 1);
    private readonly HashSet<int> _told = [];
    private Core.Governance.Actor? _asker;

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        if (_session.IsRunning && _asker is { } asker)
        {
            _ = LeaveAsync(_session, _session.ToComparison(_plan.System, _plan.Pace, _plan.Prompt).View, asker);
        }

        _session.Dispose();
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <summary>The page was left while answers were written: they are stopped, and what was said is kept.</summary>
    private async Task LeaveAsync(CompareSession session, ComparisonView view, Core.Governance.Actor asker)
    {
        session.StopAll();
        try
        {
            await session.Quiet.ConfigureAwait(false);
            await Store.SaveAsync(session.ToComparison(view.System, view.Pace, view.Draft), asker, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            Log.LogError(problem, "Answers of a page that was left could not be kept");
        }
    }

    private Task Ask() => AskAsync(_plan.Prompt, null);

    private async Task AskAsync(string question, ComparisonTurn? parent)
    {
        _missing = string.IsNullOrWhiteSpace(question);
        if (_missing || IsRunning)
        {
            return;
        }

        _pacePlan = Pace.Plan(_plan.Pace, _session.Candidates);
        await FollowAsync(_session.AskAsync(question, parent, _look.Shade, _pacePlan.InTurn));
    }

    private async Task AskOneAsync(int column, ComparisonTurn? turn)
    {
        if (turn is not null && !IsMasked && _session.Talk.At(column, turn) is not { IsRunning: true })
        {
            await FollowAsync(_session.AskOneAsync(column, turn, _look.Shade));
        }
    }

    private Task RetryAsync() => FollowAsync(_session.RetryAsync(_look.Shade, _pacePlan.InTurn));

    private Task BranchAsync(LiveAnswer from, (int Token, TokenChoice Choice) choice) => FollowAsync(_session.BranchAsync(from, choice.Token, choice.Choice));

    private ComparisonTurn? ParentOf(ComparisonTurn turn) => _session.Talk.Turns.FirstOrDefault(each => each.Id == turn.Parent);

    private Task ShowAsync(LiveAnswer answer)
    {
        _session.Talk.Show(answer);
        return KeepUnlessRunningAsync();
    }

    private Task ShowAsync(ComparisonTurn turn)
    {
        _session.Talk.Show(turn);
        if (_session.Talk.Path is [var root, ..])
        {
            Apply(_plan with { Prompt = root.Question });
        }

        return KeepUnlessRunningAsync();
    }

    private Task RevealAsync(ComparisonVerdict? verdict)
    {
        _session.Reveal(verdict);
        return KeepUnlessRunningAsync();
    }

    /// <summary>One timer for all columns: each step sends what came since the last one.</summary>
    private async Task FollowAsync(Task answers)
    {
        var session = _session;
        _asker = await Current.GetAsync();
        _told.UnionWith(session.Talk.Answers.Where(answer => !answer.IsRunning).Select(answer => answer.Id));
        using var timer = new PeriodicTimer(Step, Time);
        try
        {
            while (!answers.IsCompleted)
            {
                Tell();
                StateHasChanged();
                await Task.WhenAny(answers, timer.WaitForNextTickAsync(_gone.Token).AsTask());
            }

            await answers;
            if (ReferenceEquals(session, _session))
            {
                Tell();
                await KeepUnlessRunningAsync();
            }
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    /// <summary>Says which answer is finished, for who can't see it; in blind mode only that all are there.</summary>
    private void Tell()
    {
        var ended = _session.Talk.Answers.Where(answer => !answer.IsRunning && !_told.Contains(answer.Id)).ToList();
        if (IsMasked)
        {
            _said = IsRunning ? _said : Text["AllThere"];
            return;
        }

        if (ended.Count > 0)
        {
            _told.UnionWith(ended.Select(answer => answer.Id));
            _said = string.Join(' ', ended.Select(answer => answer.Problem is { } problem
                ? Text["FailedSaid", answer.Task.Candidate.Name, problem.ToString()]
                : Text["FinishedSaid", answer.Task.Candidate.Name, answer.Output?.Usage.Completion ?? 0]));
        }
    }

    private Task KeepUnlessRunningAsync() => IsRunning ? Task.CompletedTask : KeepAsync();

    /// <summary>Keeps what is there and takes its address. One at a time: the second save must know the revision of the first.</summary>
    private async Task KeepAsync()
    {
        var session = _session;
        await _keeping.WaitAsync(_gone.Token);
        try
        {
            session.Kept = await Store.SaveAsync(session.ToComparison(_plan.System, _plan.Pace, _plan.Prompt), await Current.GetAsync(), CancellationToken.None);
            _problem = null;
            if (ReferenceEquals(session, _session) && !_gone.IsCancellationRequested)
            {
                Navigate(Url(_look));
            }
        }
        catch (InputException problem)
        {
            _problem = problem;
        }
        finally
        {
            _keeping.Release();
        }
    }
}
