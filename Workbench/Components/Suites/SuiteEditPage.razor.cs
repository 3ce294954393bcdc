using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Workbench.Configuration;
using Workbench.Core.Language;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;
using Workbench.People;

namespace Workbench.Components.Suites;

/// <summary>Writes a suite: the browser sends the text when typing rests, and what is wrong stands beside it by line.</summary>
public sealed partial class SuiteEditPage
{
    /// <summary>What one message of the page's connection carries, with room to spare.</summary>
    private const int MaximumCharacters = 500_000;

    private const string Example = "name: my-suite\nversion: 1\nlanguage: en\nlicense: CC0-1.0\nscorers: [exact]\nsamples:\n  - { id: one, prompt: \"What is 1 + 1? Answer with the number alone.\", target: \"2\" }\n";

    private string _text = "";
    private string _saved = "";
    private string _file = "suite.yaml";
    private string? _read;
    private SuiteEntry? _edited;
    private bool _tooLarge;
    private PromptSuite? _suite;
    private ImmutableArray<InputProblem> _problems = [];
    private Exception? _refused;
    private Phrase? _fixed;
    private int _next = 1;
    private int _checks;
    private string? _sample;
    private string? _model;

    [Inject]
    private SuiteCatalog Catalog { get; set; } = null!;

    [Inject]
    private SuiteEditor Editor { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    [Inject]
    private IStringLocalizer<SuitesText> Words { get; set; } = null!;

    private bool IsUnsaved => _text != _saved;

    /// <summary>Suite to begin from; null begins a new one.</summary>
    [Parameter]
    public string? Name { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (_read == (Name ?? ""))
        {
            return;
        }

        _read = Name ?? "";
        var text = Example;
        if (Name is not null && SuiteLook.Find(Catalog.List(), Name) is { } entry)
        {
            text = SuiteEditor.Text(entry);
            _edited = entry;
            _file = Path.GetFileName(entry.Path);
        }

        _saved = text;
        await TakeAsync(text);
    }

    private async Task ConfirmLeavingAsync(LocationChangingContext leaving)
    {
        if (IsUnsaved && !await Browser.InvokeAsync<bool>("confirm", [Words["LeaveUnsaved"].Value]))
        {
            leaving.PreventNavigation();
        }
    }

    private Task ChangeAsync(ChangeEventArgs change) => TakeAsync(change.Value?.ToString() ?? "");

    private async Task ReadAsync(InputFileChangeEventArgs change)
    {
        if (change.File.Size > MaximumCharacters)
        {
            _refused = new InputException(new InputProblem(new Phrase("Suites.TooLarge", MaximumCharacters.ToString(CultureInfo.InvariantCulture)), change.File.Name));
            return;
        }

        await using var stream = change.File.OpenReadStream(MaximumCharacters);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        _file = change.File.Name;
        await TakeAsync(await reader.ReadToEndAsync());
    }

    private async Task TakeAsync(string text)
    {
        (_text, _refused) = (text, null);
        if (text.Length > MaximumCharacters)
        {
            (_tooLarge, _text) = (true, "");
            return;
        }

        // A check that ends after a later one began says nothing any more.
        var check = ++_checks;
        var (suite, problems) = await Task.Run(() => Check(text, _file));
        var next = suite is null ? _next : await Editor.NextVersionAsync(suite.Name, CancellationToken.None);
        var reason = suite is null ? null : await Editor.FixedAsync(suite, _edited, CancellationToken.None);
        if (check == _checks)
        {
            (_suite, _problems, _fixed, _next) = (suite, problems, reason, next);
        }
    }

    private static (PromptSuite? Suite, ImmutableArray<InputProblem> Problems) Check(string text, string file)
    {
        try
        {
            return (SuiteFile.Parse(text, file), []);
        }
        catch (InputException wrong)
        {
            return (null, wrong.Problems);
        }
    }

    private async Task SaveNextAsync()
    {
        await TakeAsync(SuiteEditor.WithVersion(_text, _next));
        await SaveAsync();
    }

    private async Task SaveAsync()
    {
        try
        {
            var saved = await Editor.SaveAsync(_text, _file, _edited, await Current.GetAsync(), CancellationToken.None);
            _saved = _text;
            Navigation.NavigateTo(WorkbenchUrls.Suite(SuiteLook.Versioned(saved)));
        }
        catch (Exception problem) when (problem is InputException or NotAllowedException)
        {
            _refused = problem;
        }
    }
}
