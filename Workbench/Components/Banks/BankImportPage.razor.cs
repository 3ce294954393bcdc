using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Workbench.Components.Shared;
using Workbench.Core.Banks;
using Workbench.Core.Language;
using Workbench.Core.Storage.Banks;
using Workbench.People;

namespace Workbench.Components.Banks;

/// <summary>Takes a file of questions, shows what it holds, and adds it to the banks. The file lies in a folder of its own until the page goes.</summary>
public sealed partial class BankImportPage : IDisposable
{
    private const int MostGroups = 100;
    private const int MostLetters = 120;

    private readonly UploadFolder _folder = new();
    private string? _path;
    private string? _kind;
    private string? _leaf;
    private string? _language;
    private string? _license;
    private bool _submit = true;
    private bool _busy;
    private ImmutableArray<BankDraft> _drafts = [];
    private ImmutableArray<InputProblem> _problems = [];
    private BankImport? _added;
    private Exception? _failure;

    [Inject]
    private BankStore Store { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    private IEnumerable<RiskLeaf> Leaves => BankNames.Kind(_kind ?? "") is { } kind ? Taxonomy.Of(kind) : Taxonomy.Leaves;

    public void Dispose() => _folder.Dispose();

    private static string? Value(ChangeEventArgs change) => change.Value?.ToString()?.Trim() is { Length: > 0 } text ? text : null;

    private static string Short(string text) => text.Length <= MostLetters ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MostLetters - 1]) ? MostLetters - 1 : MostLetters), "…");

    private async Task TakeAsync(InputFileChangeEventArgs change)
    {
        (_drafts, _problems, _added, _failure, _path) = ([], [], null, null, null);
        try
        {
            _path = await _folder.KeepAsync(change.File, CancellationToken.None);
        }
        catch (InputException refused)
        {
            _failure = refused;
        }

        await ReadAsync();
    }

    private async Task SetAsync(Action set)
    {
        set();
        _added = null;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (_path is not { } path)
        {
            return;
        }

        (_failure, _busy) = (null, true);
        var defaults = new BankDefaults(BankNames.Kind(_kind ?? ""), _leaf, _language, _license);
        try
        {
            (_drafts, _problems) = (await Task.Run(() => BankFile.Read(path, defaults, Taxonomy)), []);
        }
        catch (InputException wrong)
        {
            (_drafts, _problems) = ([], wrong.Problems);
        }

        _busy = false;
    }

    private async Task AddAsync()
    {
        _busy = true;
        try
        {
            _added = await Store.AddAsync(_drafts, Path.GetFileName(_path!), _submit, null, await Current.GetAsync(), default);
            (_drafts, _failure) = ([], null);
        }
        catch (Exception refused) when (refused is InputException or NotAllowedException)
        {
            _failure = refused;
        }

        _busy = false;
    }
}
