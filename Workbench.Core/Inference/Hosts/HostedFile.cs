using System.Globalization;
using System.Text.Json;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Models;

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

    /// <summary>Every file with its size and time, how it is loaded, and the libraries that were given: the same again is the same model.</summary>
    public string Identity() => JsonSerializer.Serialize(new
    {
        Name,
        Files = SplitFiles.All(Path, SplitFiles.Parse(Path)?.Count ?? 1).Concat(Spec.Adapters.Select(static use => use.Adapter)).Select(static file => new FileInfo(file)).Select(static file => new { file.FullName, Bytes = file.Exists ? file.Length : -1, file.LastWriteTimeUtc }),
        Spec,
        Libraries = Environment.GetEnvironmentVariable(GivenLibraries.Variable),
    });

    private static string Added(AdapterUse use) =>
        $" + {System.IO.Path.GetFileNameWithoutExtension(use.Adapter)}{(use.Scale == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" × {use.Scale:0.####}"))}";
}
