using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Workbench.Core.Inference.Devices;

/// <summary>NVIDIA devices through the driver's management library (NVML). Its numbers are the bus's, as those of a pinned model.</summary>
/// <param name="library">Of the driver; null takes the system's.</param>
internal sealed unsafe class NvidiaProbe(string? library = null) : IDeviceProbe
{
    private const int NameLength = 96;

    private readonly Lock _lock = new();
    private nint _nvml;
    private bool _opened;
    private string _driver = "NVIDIA";

    public ImmutableArray<DeviceState> Look()
    {
        lock (_lock)
        {
            if (!_opened)
            {
                _opened = true;
                Open();
            }

            uint count = 0;
            return _nvml == 0 || Call("nvmlDeviceGetCount_v2", &count) != 0 ? [] : [.. Enumerable.Range(0, (int)Math.Min(count, 64)).Select(Device).OfType<DeviceState>()];
        }
    }

    private void Open()
    {
        string[] names = library is not null ? [library] : OperatingSystem.IsWindows() ? ["nvml.dll"] : ["libnvidia-ml.so.1"];
        if (!names.Any(name => NativeLibrary.TryLoad(name, out _nvml)))
        {
            return;
        }

        if (!NativeLibrary.TryGetExport(_nvml, "nvmlInit_v2", out var init) || ((delegate* unmanaged[Cdecl]<int>)init)() != 0)
        {
            _nvml = 0;
            return;
        }

        var text = stackalloc byte[NameLength];
        if (NativeLibrary.TryGetExport(_nvml, "nvmlSystemGetDriverVersion", out var version) && ((delegate* unmanaged[Cdecl]<byte*, uint, int>)version)(text, NameLength) == 0)
        {
            _driver = $"NVIDIA {Text(text)}";
        }
    }

    private DeviceState? Device(int index)
    {
        nint device = 0;
        if (!NativeLibrary.TryGetExport(_nvml, "nvmlDeviceGetHandleByIndex_v2", out var get) || ((delegate* unmanaged[Cdecl]<uint, nint*, int>)get)((uint)index, &device) != 0)
        {
            return null;
        }

        var name = stackalloc byte[NameLength];
        var named = NativeLibrary.TryGetExport(_nvml, "nvmlDeviceGetName", out var getName) && ((delegate* unmanaged[Cdecl]<nint, byte*, uint, int>)getName)(device, name, NameLength) == 0;

        // Total, free, used.
        var memory = stackalloc ulong[3];
        var hasMemory = Call("nvmlDeviceGetMemoryInfo", device, memory) == 0;

        // Of the processor, of the memory; in hundredths.
        var load = stackalloc uint[2];
        var hasLoad = Call("nvmlDeviceGetUtilizationRates", device, load) == 0;
        uint milliwatts = 0, limit = 0, celsius = 0;
        var hasPower = Call("nvmlDeviceGetPowerUsage", device, &milliwatts) == 0;
        var hasLimit = Call("nvmlDeviceGetEnforcedPowerLimit", device, &limit) == 0;
        var hasHeat = NativeLibrary.TryGetExport(_nvml, "nvmlDeviceGetTemperature", out var getHeat) && ((delegate* unmanaged[Cdecl]<nint, int, uint*, int>)getHeat)(device, 0, &celsius) == 0;
        return new DeviceState(
            $"cuda:{index.ToString(CultureInfo.InvariantCulture)}",
            named ? Text(name) : "NVIDIA",
            _driver,
            hasMemory ? (long)memory[0] : null,
            hasMemory ? (long)memory[1] : null,
            hasLoad ? load[0] / 100.0 : null,
            hasPower ? milliwatts / 1000.0 : null,
            hasLimit ? limit / 1000.0 : null,
            hasHeat ? (int)celsius : null);
    }

    private int Call(string function, uint* count) => NativeLibrary.TryGetExport(_nvml, function, out var entry) ? ((delegate* unmanaged[Cdecl]<uint*, int>)entry)(count) : -1;

    private int Call(string function, nint device, void* result) => NativeLibrary.TryGetExport(_nvml, function, out var entry) ? ((delegate* unmanaged[Cdecl]<nint, void*, int>)entry)(device, result) : -1;

    private static string Text(byte* text) => Encoding.UTF8.GetString(text, new ReadOnlySpan<byte>(text, NameLength).IndexOf((byte)0) is >= 0 and var length ? length : NameLength);
}
