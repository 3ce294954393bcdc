using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Workbench.Configuration;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models;
using Workbench.Models;

namespace Workbench.Components.Models;

public sealed partial class ModelsPage
{
    private ImmutableArray<ModelFile> _files = [];

    /// <summary>The model whose drawer is open.</summary>
    [SupplyParameterFromQuery(Name = "model")]
    private string? Open { get; set; }

    [SupplyParameterFromQuery(Name = "filter")]
    private string? Filter { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    private string? Show { get; set; }

    protected override void OnInitialized() => Scan();

    private void Scan() => _files = Catalog.Scan();

    private IEnumerable<ModelFile> Shown(HostsState hosts) => _files
        .Where(file => string.IsNullOrEmpty(Filter) || file.Name.Contains(Filter, StringComparison.OrdinalIgnoreCase))
        .Where(file => Show != "loaded" || hosts.Find(file.Name) is { IsActive: true });

    // The page does not wait: the state of the host tells how it goes, also to everybody else who looks at it.
    private void Load(string name) => _ = LoadAsync(name);

    private async Task LoadAsync(string name)
    {
        try
        {
            Permissions.Require(await Current.GetAsync(), Permission.LoadModels);
            await Hosts.LoadAsync(name, new HostSpec(), CancellationToken.None);
        }
        catch (ModelUnavailableException)
        {
            // Said in the row and the drawer: the host keeps the reason and its last words.
        }
        catch (Exception problem)
        {
            await DispatchExceptionAsync(problem);
        }
    }

    private async Task UnloadAsync(string name)
    {
        Permissions.Require(await Current.GetAsync(), Permission.LoadModels);
        await Hosts.UnloadAsync(name);
    }

    private void LoadDemonstration()
    {
        foreach (var file in _files.Where(file => file.IsUsable && ModelNames.IsDemonstration(file.Name) && Hosts.State.Current.Find(file.Name) is not { IsActive: true }))
        {
            Load(file.Name);
        }
    }

    private void Go(string? open, string? filter, string? show) => Navigation.NavigateTo(Url(open, filter, show), replace: true);

    private static string Url(string? open, string? filter, string? show) => WorkbenchUrls.Models(open, filter, show);
}
