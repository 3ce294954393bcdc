using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Devices;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models;
using Workbench.Core.Models.Fit;
using Workbench.Core.Models.Gguf;
using Workbench.Core.Models.Stores;
using Workbench.Core.Storage.Models;
using Workbench.Models;

namespace Workbench.Components.Models;

public sealed partial class ModelsPage
{
    private readonly Dictionary<(string Path, DateTimeOffset Changed, HostSpec Spec, bool OnGraphics), MemoryEstimate?> _estimates = [];
    private CatalogScan _scan = new([], [], [], default, default);
    private ImmutableArray<FitDevice> _devices = [];
    private ModelsView? _wished;
    private bool _mayLoad;

    [Inject]
    private MachineWatch Machine { get; set; } = null!;

    [Inject]
    private ModelLoads Loads { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "model")]
    private string? Open { get; set; }

    [SupplyParameterFromQuery(Name = "tab")]
    private string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "p")]
    private string? Page { get; set; }

    [SupplyParameterFromQuery(Name = "filter")]
    private string? Filter { get; set; }

    [SupplyParameterFromQuery(Name = "show")]
    private string? Show { get; set; }

    [SupplyParameterFromQuery(Name = "set")]
    private string[]? Set { get; set; }

    [SupplyParameterFromQuery(Name = "context")]
    private string? Context { get; set; }

    [SupplyParameterFromQuery(Name = "sequences")]
    private string? Sequences { get; set; }

    [SupplyParameterFromQuery(Name = "kv")]
    private string? Cache { get; set; }

    // Between a click and the changed address the next click builds on the first.
    private ModelsView View => _wished ?? Addressed;

    // Addresses come from anywhere: what is no number or out of bounds counts as not said.
    private ModelsView Addressed => new(
        Open,
        Tab,
        Search,
        Number(Page, 1, 1 << 20) ?? 1,
        Filter,
        Show,
        [.. (Set ?? []).Distinct(StringComparer.Ordinal).Take(64)],
        Number(Context, 16, 1 << 20),
        Number(Sequences, 1, 128),
        CacheType.Find(Cache ?? "") is null ? null : Cache);

    protected override void OnInitialized() => _scan = Catalog.Recent();

    protected override async Task OnInitializedAsync() => _mayLoad = Core.Governance.Permissions.Has(await Current.GetAsync(), Core.Governance.Permission.LoadModels);

    protected override void OnParametersSet()
    {
        if (_wished?.Url == Addressed.Url)
        {
            _wished = null;
        }
    }

    private void Scan() => _scan = Catalog.Search();

    private FitBoard Board(HostsState hosts)
    {
        _devices = HostFit.Devices(Machine.State.Current, hosts.Hosts.Where(host => host.MemoryBytes > 0).Sum(host => FileOf(host)?.Bytes ?? 0));
        return FitBoard.Of(View.Set.Select(name => _scan.Models.FirstOrDefault(model => model.Name == name)).OfType<ModelFile>(), hosts, Chosen, _devices, Estimate, FileOf);
    }

    private ModelFile? FileOf(HostState host) => _scan.Models.FirstOrDefault(model => model.Path == host.Path);

    private MemoryEstimate? Estimate(ModelFile file, HostSpec spec, bool onGraphics)
    {
        var key = (file.Path, file.Changed, spec, onGraphics);
        return _estimates.TryGetValue(key, out var known) ? known : _estimates[key] = file.IsUsable ? HostFit.Estimate(file, spec, onGraphics) : null;
    }

    private MemoryEstimate? Estimate(ModelFile file)
    {
        var spec = Chosen(file.Name);
        return Estimate(file, spec, HostFit.Graphics(_devices, spec) is not null);
    }

    private IEnumerable<ModelFile> Shown(HostsState hosts) => _scan.Models
        .Where(file => string.IsNullOrEmpty(Filter) || file.Name.Contains(Filter, StringComparison.OrdinalIgnoreCase) || file.Facts?.Architecture?.Contains(Filter, StringComparison.OrdinalIgnoreCase) == true || file.Origin?.Repository?.Contains(Filter, StringComparison.OrdinalIgnoreCase) == true)
        .Where(file => IsOf(Show, file, hosts));

    private IEnumerable<(string Show, int Count)> Kinds(HostsState hosts) =>
        ((string[])["all", "loaded", "fits", "other", "problems"]).Select(show => (show, _scan.Models.Count(file => IsOf(show, file, hosts)))).Where(kind => kind.show is "all" or "loaded" || kind.Item2 > 0 || kind.show == Show);

    private bool IsOf(string? show, ModelFile file, HostsState hosts) => show switch
    {
        "loaded" => hosts.Find(file.Name) is { IsActive: true },
        "fits" => hosts.Find(file.Name) is not { IsActive: true } && Estimate(file) is { } estimate && _devices.All(device => new FitModel(file.Name, estimate, HostFit.Graphics(_devices, Chosen(file.Name))?.Name ?? FitDevice.Processor).On(device) <= device.FreeBytes),
        "other" => file.Facts is { Kind: not GgufKind.Model },
        "problems" => !file.Problems.IsEmpty,
        _ => true,
    };

    private string Neighbour(ModelFile[] shown, int step)
    {
        var at = Array.FindIndex(shown, file => file.Name == Open);
        return at < 0 || shown.Length == 0 ? View.Url : View.At(shown[(at + step + shown.Length) % shown.Length].Name, Tab).Url;
    }

    // The page does not wait: the state of the host tells how it goes, also to everybody else who looks at it.
    private void Load(string name, HostSpec spec) => _ = LoadAsync(name, spec);

    // Where the page says nothing, as last time or as configured.
    private HostSpec Chosen(string name) => View.Spec == HostSpec.Default ? Hosts.SpecOf(name) : View.Spec;

    private async Task LoadAsync(string name, HostSpec spec)
    {
        try
        {
            await Loads.LoadAsync(name, spec, await Current.GetAsync(), CancellationToken.None);
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

    private async Task UnloadAsync(string name) => await Loads.UnloadAsync(name, await Current.GetAsync());

    private async Task ResetAsync(string name) => await Loads.ResetAsync(name, await Current.GetAsync(), CancellationToken.None);

    private void LoadSet(string[] names)
    {
        foreach (var name in names)
        {
            Load(name, Chosen(name));
        }
    }

    private void LoadDemonstration()
    {
        foreach (var file in _scan.Models.Where(file => file.IsUsable && ModelNames.IsDemonstration(file.Name) && Hosts.State.Current.Find(file.Name) is not { IsActive: true }))
        {
            Load(file.Name, Hosts.SpecOf(file.Name));
        }
    }

    private void Go(ModelsView view)
    {
        _wished = view.Url == Addressed.Url ? null : view;
        Navigation.NavigateTo(view.Url, replace: true);
    }

    private static int? Number(string? text, int least, int most) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
}
