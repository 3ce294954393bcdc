using System.Collections.Immutable;
using System.Globalization;

namespace Workbench.Core.Inference.Devices;

/// <summary>AMD devices as their kernel driver tells in <c>/sys/class/drm</c>. The engine reaches them through Vulkan, which counts in its own order: none is named for pinning.</summary>
internal sealed class AmdProbe(string root = "/sys/class/drm") : IDeviceProbe
{
    private const double Micro = 1e-6;

    public ImmutableArray<DeviceState> Look() => Directory.Exists(root)
        ? [.. Directory.EnumerateDirectories(root, "card*").Where(static card => !Path.GetFileName(card).Contains('-', StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(static card => Device(Path.Combine(card, "device"))).OfType<DeviceState>()]
        : [];

    private static DeviceState? Device(string folder)
    {
        if (Read(folder, "vendor") != "0x1002" || Number(folder, "mem_info_vram_total") is not { } total)
        {
            return null;
        }

        var sensors = Path.Combine(folder, "hwmon") is var parent && Directory.Exists(parent) ? Directory.EnumerateDirectories(parent).Order(StringComparer.Ordinal).FirstOrDefault() : null;
        return new DeviceState(
            null,
            Read(folder, "product_name") is { Length: > 0 } name ? name : $"AMD {Read(folder, "device")}",
            "amdgpu",
            total,
            Number(folder, "mem_info_vram_used") is { } used ? Math.Max(0, total - used) : null,
            Number(folder, "gpu_busy_percent") is { } busy ? busy / 100.0 : null,
            (Number(sensors, "power1_average") ?? Number(sensors, "power1_input")) * Micro,
            Number(sensors, "power1_cap") * Micro,
            (int?)(Number(sensors, "temp1_input") / 1000));
    }

    private static long? Number(string? folder, string file) => folder is not null && long.TryParse(Read(folder, file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file)).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The driver leaves out what a device does not measure.
            return null;
        }
    }
}
