using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Workbench.Configuration;
using Workbench.Core.Races;
using Workbench.Models;

namespace Workbench.Components.Compare;

public sealed partial class ComparePage
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(120);

    private readonly CancellationTokenSource _gone = new();
    private ComparePlan _plan = new([]);
    private ImmutableArray<LiveAnswer> _answers = [];
    private ImmutableArray<int> _order = [];
    private string _asked = "";
    private bool _missing;
    private bool _voted;
    private int? _sent;

    private bool IsRunning => _answers.Any(answer => answer.IsRunning);

    /// <summary>Names, speed and prompts stay hidden from the first word to the vote.</summary>
    private bool IsMasked => _plan.Blind && !_answers.IsEmpty && !_voted;

    private string SeedText => _plan.Seats.Select(seat => seat.Settings.Seed).Distinct().Count() == 1 ? Text["SameSeed"] : Text["OtherSeeds"];

    // The whole plan is in the query, which is no parameter of the page: the router does not call for a change of it.
    protected override void OnInitialized()
    {
        Navigation.LocationChanged += OnLocationChanged;
        Read();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        if (new Uri(change.Location).AbsolutePath == WorkbenchUrls.ComparePath)
        {
            _ = InvokeAsync(() =>
            {
                Read();
                StateHasChanged();
            });
        }
    }

    private void Read()
    {
        var plan = ComparePlan.Parse(Navigation.Uri);
        if (plan.Seats.IsEmpty)
        {
            plan = plan with { Seats = Usual() };
        }

        // Another set of candidates makes the answers on the page answers of somebody else.
        if (!plan.Seats.SequenceEqual(_plan.Seats) || plan.Blind != _plan.Blind)
        {
            Forget();
            _order = [.. Enumerable.Range(0, plan.Seats.Length)];
        }

        _plan = plan;
        var query = QueryHelpers.ParseQuery(new Uri(Navigation.Uri).Query);
        _sent = query.TryGetValue(ComparePlan.SentName, out var sent) && int.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var seat) ? seat : null;
    }

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        Forget();
        _gone.Cancel();
        _gone.Dispose();
    }

    private void Go(ComparePlan plan) => Navigation.NavigateTo(plan.Url(), replace: true);

    private async Task Ask()
    {
        _missing = string.IsNullOrWhiteSpace(_plan.Prompt);
        if (_missing || IsRunning)
        {
            return;
        }

        Forget();
        _asked = _plan.Prompt;
        _order = [.. Enumerable.Range(0, _plan.Seats.Length)];
        if (_plan.Blind)
        {
            var shuffled = _order.ToArray();
            Random.Shared.Shuffle(shuffled);
            _order = [.. shuffled];
        }

        _answers = [.. _plan.Candidates.Select(candidate => new LiveAnswer(candidate))];
        await FollowAsync([.. _answers.Select(Start)]);
    }

    private async Task AskOne(int seat)
    {
        if (_answers[seat].IsRunning || IsMasked)
        {
            return;
        }

        _answers[seat].Dispose();
        _answers = _answers.SetItem(seat, new LiveAnswer(_plan.Candidates[seat]));
        await FollowAsync([Start(_answers[seat])]);
    }

    private Task Start(LiveAnswer answer) => Task.Run(() => answer.RunAsync(Pool, _asked));

    /// <summary>One timer for all columns: each step sends what came since the last one.</summary>
    private async Task FollowAsync(Task[] answers)
    {
        var all = Task.WhenAll(answers);
        using var timer = new PeriodicTimer(Step, Time);
        try
        {
            while (!all.IsCompleted)
            {
                StateHasChanged();
                await Task.WhenAny(all, timer.WaitForNextTickAsync(_gone.Token).AsTask());
            }

            await all;
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private void StopAll() => Each(answer => answer.Stop());

    private void Forget()
    {
        Each(answer => answer.Stop());
        (_answers, _voted, _missing) = ([], false, false);
    }

    private void Each(Action<LiveAnswer> action)
    {
        foreach (var answer in _answers)
        {
            action(answer);
        }
    }

    private void ToggleBlind() => Go(_plan with { Blind = !_plan.Blind });

    private void AddSeat()
    {
        var next = Names.Files.Concat(Names.Endpoints).FirstOrDefault(name => _plan.Seats.All(seat => seat.Model != name)) ?? _plan.Seats[^1].Model;
        Go(_plan with { Seats = _plan.Seats.Add(_plan.Seats[^1] with { Model = next }) });
    }

    private void RemoveSeat(int seat) => Go(_plan with { Seats = _plan.Seats.RemoveAt(seat) });

    private void OnVoted(Ballot ballot) => _voted = true;

    private int SeatAt(int place) => place < _order.Length ? _order[place] : place;

    private static string Letter(int place) => ((char)('A' + place)).ToString();

    /// <summary>The two demonstration models that differ most where they are there, else the first two files.</summary>
    private ImmutableArray<CompareSeat> Usual()
    {
        string[] wanted = ["demo-knows", "demo-invents"];
        var files = Names.Files;
        var chosen = wanted.All(name => files.Contains(name)) ? wanted : [.. files.Concat(Names.Endpoints).Concat(ModelNames.NullRunners).Take(ComparePlan.Fewest)];
        return [.. chosen.Select(CompareSeat.Of)];
    }
}
