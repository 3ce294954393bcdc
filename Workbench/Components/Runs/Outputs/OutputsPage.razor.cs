using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Workbench.Components.Shared;
using Workbench.Configuration;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Outputs;
using Workbench.Core.Scoring;
using Workbench.Core.Suites;
using Workbench.People;

namespace Workbench.Components.Runs.Outputs;

/// <summary>Takes answers that some other program got, shows which sample each belongs to, and makes a scored run of them.</summary>
public sealed partial class OutputsPage : IDisposable
{
    private const int MostPasted = 500_000;
    private const int ShownRows = 8;
    private readonly UploadFolder _folder = new();
    private ImmutableArray<SuiteEntry> _entries = [];
    private PromptSuite? _suite;
    private Dictionary<string, string> _prompts = [];
    private string? _path;
    private string? _name;
    private string _pasted = "";
    private string _candidate = "";
    private ImmutableArray<SampleResult> _outputs = [];
    private ImmutableArray<InputProblem> _problems = [];
    private Exception? _refused;
    private bool _busy;
    private bool _scoring;
    private bool _gone;
    private int _checks;

    [Inject]
    private SuiteCatalog Catalog { get; set; } = null!;

    [Inject]
    private OutputScoring Scoring { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "suite")]
    private string? Suite { get; set; }

    [SupplyParameterFromQuery(Name = "format")]
    private string? Format { get; set; }

    private int Answered => _outputs.Select(output => output.SampleId).Distinct(StringComparer.Ordinal).Count();

    private IEnumerable<string> Kinds => _suite!.Samples.SelectMany(sample => ScorerRegistry.Specs(_suite, sample)).Select(spec => spec.Kind).Distinct(StringComparer.Ordinal);

    public void Dispose()
    {
        _gone = true;
        if (!_scoring)
        {
            _folder.Dispose();
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        _entries = [.. Catalog.List().Where(entry => entry.Suite is not null)];
        var suite = string.IsNullOrEmpty(Suite) ? null : _entries.FirstOrDefault(entry => Key(entry.Suite!) == Suite || entry.Name == Suite)?.Suite;
        if (suite?.Sha256 != _suite?.Sha256)
        {
            _suite = suite;
            (_outputs, _problems) = ([], []);
            _prompts = suite?.Samples.ToDictionary(sample => sample.Id, sample => sample.Prompt, StringComparer.Ordinal) ?? [];
        }

        await CheckAsync();
    }

    private static string Key(PromptSuite suite) => $"{suite.Name}@{suite.Version}";

    private static string Short(string text) => text.Length <= 160 ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[159]) ? 159 : 160), "…");

    private void Go(string? suite, string? format) => Navigation.NavigateTo(WorkbenchUrls.RunOutputs(suite, format), replace: true);

    private Task UploadAsync(InputFileChangeEventArgs change) => TakeAsync(() => _folder.KeepAsync(change.File, CancellationToken.None));

    private Task PasteAsync() => TakeAsync(() => _pasted.Length is 0 or > MostPasted
        ? throw new InputException(new InputProblem(new Phrase("Runs.NoOutputs")))
        : _folder.KeepAsync(_pasted.TrimStart().StartsWith('{') ? "pasted.jsonl" : "pasted.csv", _pasted, CancellationToken.None));

    private async Task TakeAsync(Func<Task<string>> keep)
    {
        (_refused, _outputs, _problems) = (null, [], []);
        try
        {
            _path = await keep();
            _name = Path.GetFileName(_path);
        }
        catch (Exception problem) when (problem is InputException or IOException)
        {
            (_refused, _path, _name) = (problem, null, null);
        }

        await CheckAsync();
    }

    private Task SetCandidateAsync(ChangeEventArgs change)
    {
        _candidate = change.Value?.ToString()?.Trim() ?? "";
        return CheckAsync();
    }

    /// <summary>Reads the file beside the circuit; one that ends after a later one began says nothing.</summary>
    private async Task CheckAsync()
    {
        if (_path is not { } path || _suite is not { } suite)
        {
            return;
        }

        var (check, format, candidate) = (++_checks, Given(Format), Given(_candidate));
        _busy = true;
        var (outputs, problems) = await Task.Run(() => Read(path, format, suite, candidate));
        if (check == _checks)
        {
            (_outputs, _problems, _busy) = (outputs, problems, false);
        }
    }

    private (ImmutableArray<SampleResult> Outputs, ImmutableArray<InputProblem> Problems) Read(string path, string? format, PromptSuite suite, string? candidate)
    {
        try
        {
            return (OutputFile.Read(path, format, suite, candidate, Time.GetUtcNow()), []);
        }
        catch (InputException wrong)
        {
            return ([], wrong.Problems);
        }
    }

    private async Task StartAsync()
    {
        if (_path is not { } path || _suite is not { } suite || _outputs.IsEmpty)
        {
            return;
        }

        (_refused, _busy, _scoring) = (null, true, true);
        try
        {
            var actor = await Current.GetAsync();
            var run = await Task.Run(() => Scoring.ScoreAsync(suite, path, Given(Format), Given(_candidate), actor, CancellationToken.None));
            if (!_gone)
            {
                Navigation.NavigateTo(WorkbenchUrls.Run(run.Id));
            }
        }
        catch (Exception problem) when (problem is InputException or NotAllowedException)
        {
            _refused = problem;
        }
        finally
        {
            (_busy, _scoring) = (false, false);
            if (_gone)
            {
                _folder.Dispose();
            }
        }
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
