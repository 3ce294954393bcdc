using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Workbench.Components.Shared;
using Workbench.Configuration;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Language;
using Workbench.Core.Models;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Judging;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Suites;
using Workbench.Models;
using Workbench.People;

namespace Workbench.Components.Runs;

/// <summary>Chooses what is asked and who is asked, shows what that takes and can tell, and starts it. All of it is in the address.</summary>
public sealed partial class NewRunPage
{
    private static readonly string[] Usual = ["demo-knows", "demo-invents"];
    private const string Demonstration = "demo-world";
    private readonly List<CandidateDraft> _drafts = [];
    private NewRunView _view = new(null, null, [], null, null, false, RunPriority.Normal, null);
    private ImmutableArray<SuiteEntry> _entries = [];
    private PromptSuite? _suite;
    private RunHeader? _to;
    private LoadPlan? _plan;
    private Exception? _problem;
    private ImmutableArray<string> _left = [];
    private string? _wrongLimit;
    private string? _wrongRepeats;
    private bool _starting;
    private TimeSpan? _pace;
    private string? _paceRun;
    private int _planned;

    [Inject]
    private SuiteCatalog Catalog { get; set; } = null!;

    [Inject]
    private IRunStore Store { get; set; } = null!;

    [Inject]
    private RunQueue Queue { get; set; } = null!;

    [Inject]
    private IModelPool Pool { get; set; } = null!;

    [Inject]
    private IModelCatalog Models { get; set; } = null!;

    [Inject]
    private ModelNames Names { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private CandidateStore Candidates { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>Name, or <c>name@version</c>, of a listed suite.</summary>
    [SupplyParameterFromQuery(Name = "suite")]
    private string? Suite { get; set; }

    /// <summary>Hash of a known candidate that is asked.</summary>
    [SupplyParameterFromQuery(Name = "candidate")]
    private string? Kept { get; set; }

    /// <summary>Id of a run that gets more candidates.</summary>
    [SupplyParameterFromQuery(Name = "to")]
    private string? To { get; set; }

    [SupplyParameterFromQuery(Name = "c")]
    private string[]? Given { get; set; }

    [SupplyParameterFromQuery(Name = "limit")]
    private string? Most { get; set; }

    [SupplyParameterFromQuery(Name = "repeats")]
    private string? Often { get; set; }

    [SupplyParameterFromQuery(Name = "mode")]
    private string? Mode { get; set; }

    [SupplyParameterFromQuery(Name = "priority")]
    private string? First { get; set; }

    [SupplyParameterFromQuery(Name = "cache")]
    private string? Cache { get; set; }

    private string? Chosen => _suite is null ? null : _entries.FirstOrDefault(entry => entry.Suite?.Sha256 == _suite.Sha256)?.Path;

    private int? Limit => _to is null ? _view.Limit : _to.Limit;

    private int Repeats => (_to is null ? _view.Repeats : null) ?? _suite?.Repeats ?? 1;

    private int Samples => _suite is null ? 0 : RunPlan.Samples(_suite, Limit).Length;

    private long Expected => (long)Samples * Repeats * _drafts.Count;

    /// <summary>Answers that take time: null runners give theirs for nothing.</summary>
    private long Asked => (long)Samples * Repeats * _drafts.Count(draft => !draft.IsNull);

    private RunSpec? Spec => _suite is null ? null : new RunSpec(_suite, [.. CandidateDraft.Named(_drafts)], Limit, _to?.Reproducible ?? _view.Reproducible)
    {
        Repeats = _to is null ? _view.Repeats : null,
        Priority = _view.Priority,
        Caching = _view.CachingNow,
    };

    protected override async Task OnParametersSetAsync()
    {
        _entries = Catalog.List();
        _to = string.IsNullOrEmpty(To) ? null : await Store.FindAsync(To, CancellationToken.None);
        var ((limit, wrongLimit), (repeats, wrongRepeats)) = (Whole(Most, int.MaxValue), Whole(Often, RunPlan.MostRepeats));

        // The address holds only what can be run: what is wrong stays in its field until it is mended.
        _wrongLimit = wrongLimit ?? (limit is null ? _wrongLimit : null);
        _wrongRepeats = wrongRepeats ?? (repeats is null ? _wrongRepeats : null);
        _view = new NewRunView(Suite, _to?.Id, [.. Given ?? []], limit, repeats, Mode == "reproducible", NewRunView.Parse<RunPriority>(First) ?? RunPriority.Normal, NewRunView.Parse<RunCaching>(Cache));
        _suite = _to is not null ? await Store.SuiteAsync(_to.Id, CancellationToken.None) : Listed();
        await DraftAsync();
        await TellPaceAsync();
        await PlanAsync();
    }

    /// <summary>Only what is listed: an address must not open files.</summary>
    private PromptSuite? Listed()
    {
        var whole = _entries.Where(entry => entry.Suite is not null).ToList();
        return string.IsNullOrEmpty(Suite)
            ? (whole.FirstOrDefault(entry => entry.Name == Demonstration) ?? whole.FirstOrDefault())?.Suite
            : whole.FirstOrDefault(entry => entry.Name == Suite || Versioned(entry.Suite!) == Suite)?.Suite;
    }

    private async Task DraftAsync()
    {
        if (!_view.Candidates.IsEmpty)
        {
            // The rows stay as they are where the address only says what they hold: a person may be in one of them.
            if (!_view.Candidates.SequenceEqual(_drafts.Select(static draft => draft.Text)))
            {
                _drafts.Clear();
                var given = _view.Candidates.Select(CandidateDraft.Parse).ToLookup(IsListed);
                _drafts.AddRange(given[true]);
                _left = [.. given[false].Select(static draft => draft.Model)];
            }
        }

        if (_drafts.Count > 0)
        {
            return;
        }

        if (!string.IsNullOrEmpty(Kept) && await Candidates.FindAsync(Kept, CancellationToken.None) is { } known)
        {
            _drafts.Add(CandidateDraft.Of(known));
        }

        if (_to is not null)
        {
            _drafts.AddRange(_drafts.Count > 0 ? [] : [new CandidateDraft(Names.Files.FirstOrDefault(name => _to.Candidates.All(candidate => candidate.Model != name)) ?? NextModel())]);
            return;
        }

        var models = _drafts.Count > 0 ? [] : Usual.All(name => Names.Files.Contains(name)) ? Usual : [.. Names.Files.Take(2)];
        _drafts.AddRange(models.Append(ModelNames.NullRunners[0]).Select(model => new CandidateDraft(model)));
    }

    private bool IsListed(CandidateDraft draft) =>
        (draft.IsNull ? ModelNames.NullRunners : Names.Files.AddRange(Names.Endpoints)).Contains(draft.Model) && draft.Adapters.All(use => Models.FindPath(use.Adapter) is not null);

    private void Choose(ChangeEventArgs change)
    {
        if (_entries.FirstOrDefault(entry => entry.Path == change.Value?.ToString())?.Suite is { } suite)
        {
            Set(_view with { Suite = Versioned(suite) });
        }
    }

    private static string Versioned(PromptSuite suite) => $"{suite.Name}@{suite.Version.ToString(CultureInfo.InvariantCulture)}";

    private void Add(string model)
    {
        _drafts.Add(new CandidateDraft(model));
        Sync();
    }

    private void Remove(CandidateDraft draft)
    {
        _drafts.Remove(draft);
        Sync();
    }

    private void Sync() => Set(_view);

    /// <summary>What the form holds goes into the address, and comes from there.</summary>
    private void Set(NewRunView view)
    {
        // At once: the next change may come before the address has been read again.
        _view = view with { Candidates = [.. _drafts.Select(static draft => draft.Text)] };
        Navigation.NavigateTo(_view.Url(), replace: true);
    }

    private string NextModel() => Names.Files.Concat(Names.Endpoints).FirstOrDefault(name => _drafts.All(draft => draft.Model != name)) ?? Names.Files.Concat(ModelNames.NullRunners).First();

    private string Power(RunPower power) => power.Many is { } many
        ? power.Few is { } few ? Work["PowerBoth", Numbers.Count(power.Units), Points(few), Points(many)] : Work["PowerMany", Numbers.Count(power.Units), Points(many)]
        : Work["PowerNone", Numbers.Count(power.Units)];

    private static string Points(double share) => Numbers.Digits(share * 100, share < 0.1 ? 1 : 0);

    /// <summary>Reads headers: not while the page is drawn. An answer that comes late is not shown.</summary>
    private async Task PlanAsync()
    {
        var (turn, spec) = (++_planned, Spec);
        var judges = new List<Candidate>();
        foreach (var name in spec is null ? [] : JudgePlan.Judges(spec.Suite))
        {
            judges.Add((await Candidates.FindAsync(name, CancellationToken.None))?.Candidate ?? new Candidate(name, name));
        }

        var plan = spec is null ? null : await Task.Run(() => JudgePlan.Of(Pool, spec.Candidates, judges, spec.Reproducible));
        if (turn == _planned)
        {
            _plan = plan;
        }
    }

    /// <summary>How long an answer took in the last finished run of this suite.</summary>
    private async Task TellPaceAsync()
    {
        (_pace, _paceRun) = (null, null);
        if (_suite is null)
        {
            return;
        }

        var last = (await Store.ListAsync(50, null, CancellationToken.None)).FirstOrDefault(run => run is { Status: RunStatus.Finished, Errors: 0 } && run.SuiteName == _suite.Name);
        var asked = last is null ? 0 : last.Expected * last.Candidates.Count(candidate => !candidate.IsNull) / Math.Max(1, last.Candidates.Length);
        if (last?.FinishedAt is { } end && asked > 0)
        {
            (_pace, _paceRun) = ((end - last.CreatedAt) / asked, last.Id);
        }
    }

    private async Task StartAsync()
    {
        if (Spec is not { } spec || _starting)
        {
            return;
        }

        (_starting, _problem) = (true, null);
        try
        {
            var actor = await Current.GetAsync();
            var run = _to is null ? await Queue.EnqueueAsync(spec, actor, CancellationToken.None) : await Queue.AddCandidatesAsync(_to.Id, spec.Candidates, actor, CancellationToken.None);
            Navigation.NavigateTo(WorkbenchUrls.Run(run.Id));
        }
        catch (Exception problem) when (problem is InputException or NotAllowedException)
        {
            _problem = problem;
        }
        finally
        {
            _starting = false;
        }
    }
}
