using System.Globalization;

namespace Workbench.Core.Inference.Hosts;

/// <summary>What a host is to be started for, with everything found on disk.</summary>
/// <param name="Name">As it was asked for.</param>
/// <param name="Path">Full path of the model.</param>
/// <param name="Spec">With adapters by full path.</param>
internal sealed record HostedFile(string Name, string Path, HostSpec Spec)
{
    /// <summary>As pages name it: <c>model + adapter × 0.5 (exact)</c>.</summary>
    public string Title { get; } = string.Concat([Name, .. Spec.Adapters.Select(Added), Spec.Exact ? " (exact)" : ""]);

    public bool IsServedBy(string path, HostSpec spec) => path == Path && spec.IsSameModel(Spec);

    public bool Is(HostState host) => host.Name == Title || IsServedBy(host.Path, host.Spec);

    private static string Added(AdapterUse use) =>
        $" + {System.IO.Path.GetFileNameWithoutExtension(use.Adapter)}{(use.Scale == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" × {use.Scale:0.####}"))}";
}
