using System.Diagnostics;
using System.Globalization;
using Workbench.Core.Inference.Engine;

namespace Workbench.Core.Inference.Hosts;

/// <summary>How this machine starts a host: the workbench's own executable with the command <c>host</c>.</summary>
/// <param name="Executable">A program, found as the system finds programs.</param>
/// <param name="Leading">Arguments before <c>host</c>.</param>
public sealed record HostProgram(string Executable, params string[] Leading)
{
    /// <summary>The workbench this process is part of. Under <c>dotnet</c>, or in another program such as a test, it lies beside the running assembly.</summary>
    public static HostProgram OfThisWorkbench()
    {
        var apphost = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Workbench.exe" : "Workbench");
        if (Environment.ProcessPath is { } self && string.Equals(Path.GetFullPath(self), apphost, StringComparison.Ordinal))
        {
            return new HostProgram(self);
        }

        var assembly = Path.Combine(AppContext.BaseDirectory, "Workbench.dll");
        if (!File.Exists(assembly) && Environment.ProcessPath is { } single)
        {
            return new HostProgram(single);
        }

        return new HostProgram(DotNet(), assembly);
    }

    internal ProcessStartInfo For(string model, string name, string socket, HostSpec spec, int threads)
    {
        var start = new ProcessStartInfo(Executable)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        string[] arguments = [.. Leading, "host", "--model", model, "--name", name, "--listen", $"unix:{socket}", "--threads", Number(threads), "--parent", Number(Environment.ProcessId)];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        if (spec.Exact)
        {
            start.ArgumentList.Add("--exact");
        }

        Add(start, "--context", spec.Context is { } context ? Number(context) : null);
        Add(start, "--sequences", spec.Sequences is { } sequences ? Number(sequences) : null);
        Add(start, "--gpu-layers", spec.GpuLayers is { } layers ? Number(layers) : null);
        Add(start, "--cache-type", spec.CacheType);
        foreach (var use in spec.Adapters)
        {
            Add(start, "--adapter", string.Create(CultureInfo.InvariantCulture, $"{use.Adapter}={use.Scale:R}"));
        }

        // Devices are counted among those this workbench may see itself; the host then sees its own alone.
        var wish = DeviceWish.Parse(spec.Device);
        var pin = wish.Pin(Environment.GetEnvironmentVariable);
        Add(start, "--device", pin is null ? spec.Device : wish.Backend == DeviceWish.Vulkan ? "vulkan" : "cuda");
        start.Environment["GGML_NO_BACKTRACE"] = "1";
        start.Environment["OMP_NUM_THREADS"] = Number(threads);

        // As the driver's management library counts them, not by speed.
        start.Environment["CUDA_DEVICE_ORDER"] = "PCI_BUS_ID";
        if (pin is { } pinned)
        {
            start.Environment[pinned.Variable] = pinned.Value;
        }

        return start;
    }

    private static void Add(ProcessStartInfo start, string option, string? value)
    {
        if (value is not null)
        {
            start.ArgumentList.Add(option);
            start.ArgumentList.Add(value);
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string DotNet()
    {
        if (Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet")
        {
            return self;
        }

        var root = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        var rooted = root is null ? null : Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return rooted is not null && File.Exists(rooted) ? rooted : "dotnet";
    }
}
