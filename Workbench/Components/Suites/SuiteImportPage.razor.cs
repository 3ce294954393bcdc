using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Workbench.Components.Shared;
using Workbench.Configuration;
using Workbench.Core.Language;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites.Import;
using Workbench.People;

namespace Workbench.Components.Suites;

/// <summary>Takes a file of another tool, shows what becomes of it and what does not map, and keeps it as a suite. The file lies in a folder of its own until the page goes.</summary>
public sealed partial class SuiteImportPage : IDisposable
{
    private const int MostPasted = 500_000;
    private const int MostNotes = 200;
    private static readonly string[] Kinds = [".csv", ".tsv", ".jsonl", ".json", ".yaml"];

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private readonly UploadFolder _folder = new();
    private string? _path;
    private string? _name;
    private string _pasted = "";
    private string _kind = Kinds[0];
    private string _format = "";
    private string _suiteName = "";
    private string _license = "";
    private string _language = "";
    private ImmutableArray<ForeignColumn> _columns = [];
    private SuiteImport? _import;
    private ImmutableArray<InputProblem> _problems = [];
    private Exception? _refused;
    private bool _isMappedByHand;
    private bool _busy;
    private int _checks;

    [Inject]
    private SuiteFolder Folder { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool IsMapped => !_columns.IsEmpty && (_import?.Format == "table" || _format == "table" || (_import is null && _format.Length == 0));

    public void Dispose() => _folder.Dispose();

    private static string Value(ChangeEventArgs change) => change.Value?.ToString()?.Trim() ?? "";

    private static string Short(string text) => text.Length <= 160 ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[159]) ? 159 : 160), "…");

    private async Task UploadAsync(InputFileChangeEventArgs change)
    {
        string path;
        try
        {
            path = await _folder.KeepAsync(change.File, CancellationToken.None);
        }
        catch (InputException refused)
        {
            _refused = refused;
            return;
        }

        await TakeAsync(path);
    }

    private async Task PasteAsync()
    {
        if (_pasted.Length is 0 or > MostPasted)
        {
            _refused = new InputException(new InputProblem(_pasted.Length == 0 ? new Phrase("Suites.Import.NoRows") : new Phrase("Suites.TooLarge", MostPasted.ToString(CultureInfo.InvariantCulture))));
            return;
        }

        await TakeAsync(await _folder.KeepAsync($"pasted{_kind}", _pasted, CancellationToken.None));
    }

    private async Task TakeAsync(string path)
    {
        (_path, _name, _columns, _isMappedByHand) = (path, Path.GetFileName(path), [], false);
        _fields.Clear();
        if (Path.GetExtension(path).ToLowerInvariant() is not (".yaml" or ".yml"))
        {
            try
            {
                _columns = await Task.Run(() => ForeignColumns.Read(path));
            }
            catch (InputException)
            {
                // The check that follows says what is wrong.
                _columns = [];
            }
        }

        foreach (var column in _columns.Where(column => column.Field is not null))
        {
            _fields[column.Name] = column.Field!;
        }

        await CheckAsync();
    }

    private async Task SetAsync(Action set)
    {
        set();
        await CheckAsync();
    }

    private async Task MapAsync(string column, string field)
    {
        // Only choices may come from several columns.
        foreach (var other in _fields.Where(pair => pair.Value == field && field != "choices").Select(pair => pair.Key).ToList())
        {
            _fields.Remove(other);
        }

        _fields[column] = field;
        (_isMappedByHand, _format) = (true, "table");
        await CheckAsync();
    }

    private async Task CheckAsync()
    {
        _refused = null;
        if (_path is not { } path)
        {
            return;
        }

        var request = new ImportRequest(path, Given(_format), Given(_suiteName), Given(_license), Given(_language), Map: Mapping()) { MapIsWhole = _isMappedByHand };
        var check = ++_checks;
        _busy = true;
        var (import, problems) = await Task.Run(() => Read(request));
        if (check == _checks)
        {
            (_import, _problems, _busy) = (import, problems, false);
        }
    }

    private ImmutableSortedDictionary<string, string>? Mapping() => !_isMappedByHand ? null
        : _columns.Where(column => _fields.GetValueOrDefault(column.Name, "").Length > 0).GroupBy(column => _fields[column.Name], StringComparer.Ordinal)
            .ToImmutableSortedDictionary(group => group.Key, group => string.Join('+', group.Select(column => column.Name)), StringComparer.Ordinal);

    private static string? Given(string text) => text.Length == 0 ? null : text;

    private static (SuiteImport? Import, ImmutableArray<InputProblem> Problems) Read(ImportRequest request)
    {
        try
        {
            return (SuiteImporter.Read(request), []);
        }
        catch (InputException wrong)
        {
            return (null, wrong.Problems);
        }
    }

    private async Task SaveAsync()
    {
        if (_import is not { } import)
        {
            return;
        }

        try
        {
            var saved = Folder.Add(import.Suite, await Current.GetAsync());
            Navigation.NavigateTo(WorkbenchUrls.Suite(SuiteLook.Versioned(saved)));
        }
        catch (Exception problem) when (problem is InputException or NotAllowedException)
        {
            _refused = problem;
        }
    }
}
