using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Workbench.Components.Shared;
using Workbench.Configuration;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Suites;
using Workbench.Models;
using Workbench.People;

namespace Workbench.Components.Runs;

/// <summary>Chooses what is asked and who is asked, and starts it.</summary>
public sealed partial class NewRunPage
{
    private static readonly string[] Usual = ["demo-knows", "demo-invents"];
    private const string Demonstration = "demo-world";
    private readonly List<CandidateDraft> _drafts = [];
    private ImmutableArray<SuiteEntry> _entries = [];
    private PromptSuite? _suite;
    private Exception? _problem;
    private int? _limit;
    private bool _reproducible;
    private bool _starting;
    private TimeSpan? _pace;
    private string? _paceRun;

    [Inject]
    private SuiteCatalog Catalog { get; set; } = null!;

    [Inject]
    private IRunStore Store { get; set; } = null!;

    [Inject]
    private RunQueue Queue { get; set; } = null!;

    [Inject]
    private ModelNames Names { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>Name, or <c>name@version</c>, of a listed suite.</summary>
    [SupplyParameterFromQuery(Name = "suite")]
    private string? Suite { get; set; }

    /// <summary>Hash of a known candidate that is asked.</summary>
    [SupplyParameterFromQuery(Name = "candidate")]
    private string? Kept { get; set; }

    [Inject]
    private Core.Storage.Candidates.CandidateStore Candidates { get; set; } = null!;

    private string? Chosen => _suite is null ? null : _entries.FirstOrDefault(entry => entry.Suite?.Sha256 == _suite.Sha256)?.Path;

    private int Samples => _suite is null ? 0 : RunPlan.Samples(_suite, _limit).Length;

    private int Expected => Samples * (_suite?.Repeats ?? 1) * _drafts.Count;

    /// <summary>Answers that take time: null runners give theirs for nothing.</summary>
    private int Asked => Samples * (_suite?.Repeats ?? 1) * _drafts.Count(draft => !draft.IsNull);

    protected override async Task OnParametersSetAsync()
    {
        _entries = Catalog.List();
        var whole = _entries.Where(entry => entry.Suite is not null).ToList();

        // Only what is listed: an address must not open files.
        _suite = string.IsNullOrEmpty(Suite)
            ? (whole.FirstOrDefault(entry => entry.Name == Demonstration) ?? whole.FirstOrDefault())?.Suite
            : whole.FirstOrDefault(entry => entry.Name == Suite || Versioned(entry.Suite!) == Suite)?.Suite;
        if (_drafts.Count == 0)
        {
            var models = Usual.All(name => Names.Files.Contains(name)) ? Usual : [.. Names.Files.Take(2)];
            if (!string.IsNullOrEmpty(Kept) && await Candidates.FindAsync(Kept, CancellationToken.None) is { } known)
            {
                _drafts.Add(CandidateDraft.Of(known));
                models = [];
            }

            _drafts.AddRange(models.Append(ModelNames.NullRunners[0]).Select(model => new CandidateDraft(model)));
        }

        await TellPaceAsync();
    }

    private void Choose(ChangeEventArgs change)
    {
        if (_entries.FirstOrDefault(entry => entry.Path == change.Value?.ToString())?.Suite is { } suite)
        {
            Navigation.NavigateTo(WorkbenchUrls.NewRun(Versioned(suite)), replace: true);
        }
    }

    private static string Versioned(PromptSuite suite) => $"{suite.Name}@{suite.Version.ToString(CultureInfo.InvariantCulture)}";

    private void Add(string model) => _drafts.Add(new CandidateDraft(model));

    private string NextModel() => Names.Files.Concat(Names.Endpoints).FirstOrDefault(name => _drafts.All(draft => draft.Model != name)) ?? Names.Files.Concat(ModelNames.NullRunners).First();

    private int Index(CandidateDraft draft) => draft.IsNull ? 0 : _drafts.Where(each => !each.IsNull).ToList().IndexOf(draft) + 1;

    private void SetLimit(ChangeEventArgs change) =>
        _limit = int.TryParse(change.Value?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 ? limit : null;

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
        if (_suite is null || _starting)
        {
            return;
        }

        (_starting, _problem) = (true, null);
        try
        {
            var spec = new RunSpec(_suite, [.. CandidateDraft.Named(_drafts)], _limit, _reproducible);
            var run = await Queue.EnqueueAsync(spec, await Current.GetAsync(), CancellationToken.None);
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
