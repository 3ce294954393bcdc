using System.Globalization;

namespace Workbench.Core.Inference.Devices;

/// <summary>Processor and main memory as Linux tells; elsewhere what .NET knows.</summary>
internal sealed class ProcessorProbe(string root = "/proc")
{
    private (long Busy, long All)? _before;

    public ProcessorState Look()
    {
        var times = Times();
        var load = (times, _before) is ({ } now, { } before) && now.All > before.All ? Math.Clamp((now.Busy - before.Busy) / (double)(now.All - before.All), 0, 1) : (double?)null;
        _before = times;
        return new ProcessorState(
            Value("cpuinfo", "model name"),
            Environment.ProcessorCount,
            load,
            Kibibytes("MemTotal") ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            Kibibytes("MemAvailable"));
    }

    // The first line of stat: user, nice, system, idle, waiting for disks, and so on, in ticks.
    private (long Busy, long All)? Times()
    {
        var fields = Lines("stat").FirstOrDefault()?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(static field => long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks : 0).ToArray();
        return fields is { Length: >= 5 } ? (fields.Sum() - fields[3] - fields[4], fields.Sum()) : null;
    }

    private long? Kibibytes(string key) => Value("meminfo", key)?.Split(' ')[0] is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number * 1024 : null;

    private string? Value(string file, string key) => Lines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) is { } found && found.IndexOf(':', StringComparison.Ordinal) is > 0 and var at ? found[(at + 1)..].Trim() : null;

    private IEnumerable<string> Lines(string file)
    {
        var path = Path.Combine(root, file);
        return File.Exists(path) ? File.ReadLines(path) : [];
    }
}
