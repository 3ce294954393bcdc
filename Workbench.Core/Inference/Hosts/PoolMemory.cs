using System.Collections.Concurrent;
using System.Globalization;
using Workbench.Core.Models;

namespace Workbench.Core.Inference.Hosts;

/// <summary>Main memory that models need, from their headers.</summary>
internal sealed class PoolMemory
{
    // For a file that can't be read as a model: loading it will fail, and say why.
    private const long Unknown = 128L << 20;

    private readonly ConcurrentDictionary<HostedFile, long> _known = new();

    // Which device "the best there is" will be is known only after loading: main memory is counted then.
    /// <returns>Bytes under full load, adapters included.</returns>
    public long Of(HostedFile file) => _known.GetOrAdd(file, static file =>
        (HostFit.Estimate(ModelFile.Read(file.Path), file.Spec, Engine.DeviceWish.Parse(file.Spec.Device).NeedsGraphics)?.InMemory ?? Length(file.Path) + Unknown) + file.Spec.Adapters.Sum(static use => Length(use.Adapter)));

    /// <returns>
    /// Bytes that the system still counts as available although this model will take them: its weights, which are pages of the file and must stay in memory, and
    /// what it has not written to yet.
    /// </returns>
    public long StillToTake(ModelHost host, HostsState state) =>
        Math.Max(0, Of(new HostedFile(host.Name, host.Path, host.Spec)) - (state.Find(host.Name)?.ProcessId is { } process ? ProcessMemory.Anonymous(process) ?? 0 : 0));

    public static string Gibibytes(long bytes) => (bytes / (double)(1 << 30)).ToString("0.00", CultureInfo.InvariantCulture);

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
