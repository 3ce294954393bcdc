using System.Collections.Immutable;
using Microsoft.AspNetCore.Components.Routing;
using Workbench.Components.Shared;
using Workbench.Configuration;
using Workbench.Core.Comparisons;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Models;

namespace Workbench.Components.Compare;

/// <summary>The state of the page: what its address says, and the comparison that is open.</summary>
public sealed partial class ComparePage
{
    private readonly CancellationTokenSource _gone = new();
    private CompareSession _session = null!;
    private ComparePlan _plan = new([]);
    private CompareLook _look = CompareLook.Usual;
    private PacePlan _pacePlan = new(false, new Phrase(""));
    private int[] _colours = [];
    private Exception? _problem;
    private string? _notFound;
    private string _said = "";
    private bool _missing;
    private int _going;

    private bool IsRunning => _session.IsRunning;

    private bool IsMasked => _session.IsMasked;

    private bool IsSameSeed => _plan.Seats.Select(seat => seat.Settings.Seed).Distinct().Count() == 1;

    private string SeedText => IsSameSeed ? Text["SameSeed"] : Text["OtherSeeds"];

    private int Failed => _session.Current.Count(answer => answer is { Phase: AnswerPhase.Failed });

    /// <summary>Nothing fair to vote on: somebody failed, was stopped, or was not asked.</summary>
    private bool HasMissing => _session.HasAnswers && _session.Current.Any(answer => answer is null or { Phase: AnswerPhase.Failed } or { IsStopped: true });

    private ImmutableArray<LiveAnswer> Ended => [.. _session.Talk.Answers.Where(answer => answer is { IsRunning: false, Problem: null })];

    private string Closed => Url(_look with { Open = "" });

    /// <summary>The two answers that the address names, else the first two of the last question.</summary>
    private (LiveAnswer? First, LiveAnswer? Second) DifferencePair
    {
        get
        {
            var usual = _session.Current.Where(answer => answer is { IsRunning: false, Problem: null }).Concat(Ended).Distinct().Take(2).ToArray();
            LiveAnswer? Find(int? id) => Ended.FirstOrDefault(answer => answer.Id == id);
            return (Find(_look.Difference?.First) ?? usual.ElementAtOrDefault(0), Find(_look.Difference?.Second) ?? usual.ElementAtOrDefault(1));
        }
    }

    // The whole plan is in the query, which is no parameter of the page: the router does not call for a change of it.
    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        await ReadAsync();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        // While a newer address is on its way, this one is old: the plan on the page is ahead of it.
        if (Interlocked.Decrement(ref _going) <= 0)
        {
            Interlocked.Exchange(ref _going, 0);
            if (new Uri(change.Location).AbsolutePath is var path && (path == WorkbenchUrls.ComparePath || path.StartsWith(WorkbenchUrls.ComparePath + "/", StringComparison.Ordinal)))
            {
                _ = InvokeAsync(async () =>
                {
                    await ReadAsync();
                    StateHasChanged();
                });
            }
        }
    }

    private async Task ReadAsync()
    {
        var uri = new Uri(Navigation.Uri);
        _look = CompareLook.Parse(Navigation.Uri);
        _notFound = null;
        if (uri.AbsolutePath.Length > WorkbenchUrls.ComparePath.Length + 1)
        {
            await OpenAsync(Uri.UnescapeDataString(uri.AbsolutePath[(WorkbenchUrls.ComparePath.Length + 1)..]));
            return;
        }

        var plan = ComparePlan.Parse(Navigation.Uri);
        if (plan.Seats.IsEmpty)
        {
            plan = plan with { Seats = Usual() };
        }

        // Another set of candidates makes the answers on the page answers of somebody else; a plan's own address begins anew.
        if (_session is null || _session.Kept is not null || !plan.AsksTheSame(_plan))
        {
            Take(new CompareSession(Pool, Time, plan.Candidates, plan.Blind));
        }

        Apply(plan);
    }

    private async Task OpenAsync(string id)
    {
        if (_session?.Kept?.Id == id)
        {
            return;
        }

        var kept = await Store.FindAsync(id, _gone.Token);
        if (kept is null)
        {
            _notFound = id;
            var plan = new ComparePlan(Usual());
            Take(new CompareSession(Pool, Time, plan.Candidates, false));
            Apply(plan);
            return;
        }

        Take(CompareSession.Open(kept, Pool, Time, logprobs: true));
        Apply(ComparePlan.Of(kept));
    }

    private void Take(CompareSession session)
    {
        _session?.Dispose();
        _session = session;
        (_problem, _missing, _said) = (null, false, "");
        _colours = CandidateColours.Of(session.Candidates, Names);
    }

    private void Apply(ComparePlan plan)
    {
        _plan = plan;
        _pacePlan = Pace.Plan(plan.Pace, _session.Candidates);
    }

    /// <summary>Takes up a changed plan at once and writes it into the address. What is too long for one is kept under a short one.</summary>
    private async Task GoAsync(ComparePlan plan)
    {
        _missing = false;
        var isSame = plan.AsksTheSame(_plan);
        if (isSame && _session.Kept is not null)
        {
            Apply(plan);
            if (!_session.HasAnswers)
            {
                await KeepAsync();
            }

            return;
        }

        if (!isSame)
        {
            Take(new CompareSession(Pool, Time, plan.Candidates, plan.Blind));
        }

        Apply(plan);
        if (plan.Url(_look).Length > ComparePlan.LongestUrl)
        {
            await KeepAsync();
        }
        else
        {
            Navigate(plan.Url(_look));
        }
    }

    private void Look(CompareLook look)
    {
        _look = look;
        Navigate(Url(look));
    }

    private void Navigate(string url)
    {
        Interlocked.Increment(ref _going);
        Navigation.NavigateTo(url, replace: true);
    }

    private string Url(CompareLook look) => _session.Kept is { } kept ? WorkbenchUrls.Comparison(kept.Id, [.. look.Query()]) : _plan.Url(look);

    private void ToggleDifference() => Look(_look with { Difference = _look.Difference is null && DifferencePair is ({ } first, { } second) ? (first.Id, second.Id) : null });

    private Task ToggleSeeds()
    {
        var first = _plan.Seats[0].Settings.Seed ?? 1;
        return GoAsync(_plan with { Seats = [.. _plan.Seats.Select((seat, index) => seat with { Settings = seat.Settings with { Seed = IsSameSeed ? first + index : first } })] });
    }

    private Task AddSeat()
    {
        var next = Names.Files.Concat(Names.Endpoints).FirstOrDefault(name => _plan.Seats.All(seat => seat.Model != name)) ?? _plan.Seats[^1].Model;
        return GoAsync(_plan with { Seats = _plan.Seats.Add(_plan.Seats[^1] with { Model = next }) });
    }

    private Task RemoveSeat(int seat) => GoAsync(_plan with { Seats = _plan.Seats.RemoveAt(seat) });

    /// <summary>What was answered to a question, by seat; letters while the vote is open.</summary>
    private ImmutableArray<(string Name, string Text)> AnswersTo(ComparisonTurn turn) =>
    [
        .. _session.Order.Select((column, place) => (Name: IsMasked ? Text["AnswerOf", VoteBar.Letter(place)].Value : _session.Candidates[column].Name, Text: _session.Talk.At(column, turn)?.Text ?? ""))
            .Where(answer => answer.Text.Length > 0),
    ];

    private string LabelOf(LiveAnswer answer)
    {
        var versions = _session.Talk.Versions(answer);
        var parts = new List<string> { _session.Candidates[answer.Column].Name };
        if (_session.Talk.Turns.Count > 1)
        {
            parts.Add(Text["QuestionNumber", _session.Talk.Turns.TakeWhile(turn => turn.Id != answer.Task.Turn.Id).Count() + 1]);
        }

        if (versions.Length > 1)
        {
            parts.Add(Text["BranchVersion", versions.IndexOf(answer) + 1]);
        }

        return string.Join(" · ", parts);
    }

    /// <summary>The two demonstration models that differ most where they are there, else the first two files.</summary>
    private ImmutableArray<CompareSeat> Usual()
    {
        string[] wanted = ["demo-knows", "demo-invents"];
        var files = Names.Files;
        var chosen = wanted.All(name => files.Contains(name)) ? wanted : [.. files.Concat(Names.Endpoints).Concat(ModelNames.NullRunners).Take(ComparePlan.Fewest)];
        return [.. chosen.Select(CompareSeat.Of)];
    }
}
