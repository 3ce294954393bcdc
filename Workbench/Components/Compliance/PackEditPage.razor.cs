using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Workbench.Configuration;
using Workbench.Core.Compliance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Compliance;
using Workbench.People;

namespace Workbench.Components.Compliance;

/// <summary>Writes a policy pack: what is wrong stands beside the text by line, and a version that was used can't be saved over.</summary>
public sealed partial class PackEditPage
{
    private string _text = "";
    private string _saved = "";
    private string _file = "pack.yaml";
    private string? _read;
    private PackFile? _edited;
    private bool _missing;
    private PolicyPack? _pack;
    private InputProblem? _refusal;
    private ImmutableArray<InputProblem> _problems = [];
    private Exception? _failure;
    private int _checks;

    [Inject]
    private PackCatalog Catalog { get; set; } = null!;

    [Inject]
    private PackEditor Editor { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    [Inject]
    private IStringLocalizer<ComplianceText> Words { get; set; } = null!;

    private bool IsUnsaved => _text != _saved;

    /// <summary>Pack to edit; null begins a new one.</summary>
    [Parameter]
    public string? Key { get; set; }

    /// <summary>Pack whose text a new one begins with.</summary>
    [SupplyParameterFromQuery]
    private string? From { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        var asked = $"{Key}\n{From}";
        if (_read == asked)
        {
            return;
        }

        _read = asked;
        var source = Key ?? From ?? PackCatalog.Template;
        var found = Catalog.List().FirstOrDefault(file => file.Pack?.Id == source || Path.GetFileName(file.Path) == source);
        _missing = found is null;
        if (found is null)
        {
            return;
        }

        _edited = Key is null ? null : found;
        _file = Key is null ? _file : Path.GetFileName(found.Path);
        _saved = await File.ReadAllTextAsync(found.Path);
        await TakeAsync(_saved);
    }

    private async Task ConfirmLeavingAsync(LocationChangingContext leaving)
    {
        if (IsUnsaved && !await Browser.InvokeAsync<bool>("confirm", [Words["LeaveUnsaved"].Value]))
        {
            leaving.PreventNavigation();
        }
    }

    private Task ChangeAsync(ChangeEventArgs change) => TakeAsync(change.Value?.ToString() ?? "");

    private async Task TakeAsync(string text)
    {
        (_text, _failure) = (text, null);

        // A check that ends after a later one began says nothing any more.
        var check = ++_checks;
        var (pack, problems) = await Task.Run(() => Check(text, _file));
        var refusal = pack is null ? null : await Editor.RefusalAsync(pack, _edited, CancellationToken.None);
        if (check == _checks)
        {
            (_pack, _problems, _refusal) = (pack, problems, refusal);
        }
    }

    private static (PolicyPack? Pack, ImmutableArray<InputProblem> Problems) Check(string text, string file)
    {
        try
        {
            return (PolicyPackFile.Parse(text, file), []);
        }
        catch (InputException wrong)
        {
            return (null, wrong.Problems);
        }
    }

    private async Task SaveAsync()
    {
        try
        {
            var saved = await Editor.SaveAsync(_text, _file, _edited, await Current.GetAsync(), CancellationToken.None);
            _saved = _text;
            Navigation.NavigateTo(WorkbenchUrls.Policy(saved.Id));
        }
        catch (Exception problem) when (problem is InputException or NotAllowedException or IOException or UnauthorizedAccessException)
        {
            _failure = problem;
        }
    }
}
