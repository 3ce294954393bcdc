using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Inference.Devices;

namespace Workbench.Tests.Inference.Devices;

public sealed class DeviceProbeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("devices-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Amd_TellsMemoryLoadPowerAndHeat()
    {
        Write("card0/device/vendor", "0x1002");
        Write("card0/device/device", "0x744c");
        Write("card0/device/mem_info_vram_total", "25753026560");
        Write("card0/device/mem_info_vram_used", "1073741824");
        Write("card0/device/gpu_busy_percent", "37");
        Write("card0/device/hwmon/hwmon3/power1_average", "85000000");
        Write("card0/device/hwmon/hwmon3/power1_cap", "339000000");
        Write("card0/device/hwmon/hwmon3/temp1_input", "54000");
        Write("card0-DP-1/status", "connected");
        Write("card1/device/vendor", "0x8086");

        var device = Assert.Single(new AmdProbe(_root).Look());

        Assert.Equal(new DeviceState(null, "AMD 0x744c", "amdgpu", 25753026560, 25753026560 - 1073741824, 0.37, 85, 339, 54), device);
    }

    [Fact]
    public void Amd_WhatTheDriverLeavesOut_IsNotMadeUp()
    {
        Write("card0/device/vendor", "0x1002");
        Write("card0/device/product_name", "Radeon");
        Write("card0/device/mem_info_vram_total", "1024");

        Assert.Equal(new DeviceState(null, "Radeon", "amdgpu", 1024), Assert.Single(new AmdProbe(_root).Look()));
    }

    [Fact]
    public void Nvidia_WithoutDriver_TellsOfNoDevice() => Assert.Empty(new NvidiaProbe(Path.Combine(_root, "libnvidia-ml.so.1")).Look());

    [Fact]
    public void Processor_TellsTheShareOfTimeItWorkedSinceTheLastLook()
    {
        Write("cpuinfo", "processor : 0\nmodel name\t: Test 9000\n");
        Write("meminfo", "MemTotal:       16384 kB\nMemFree:  1 kB\nMemAvailable:    4096 kB\n");
        Write("stat", "cpu  100 0 100 700 100 0 0 0 0 0\ncpu0 1 2 3\n");
        var probe = new ProcessorProbe(_root);
        var first = probe.Look();
        Write("stat", "cpu  130 0 120 740 110 0 0 0 0 0\n");

        var second = probe.Look();

        Assert.Equal(new ProcessorState("Test 9000", Environment.ProcessorCount, null, 16384 * 1024, 4096 * 1024), first);
        Assert.Equal(0.5, second.Load);
    }

    [Fact]
    public void Watch_LooksAgain_AndStopsWhenItIsDisposed()
    {
        var time = new FakeTimeProvider();
        Write("stat", "cpu  0 0 0 100 0 0 0 0 0 0\n");
        var watch = new MachineWatch(time, new ProcessorProbe(_root), []);
        Assert.Null(watch.State.Current.Processor.Load);

        Write("stat", "cpu  100 0 0 100 0 0 0 0 0 0\n");
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1, watch.State.Current.Processor.Load);

        watch.Dispose();
        Write("stat", "cpu  100 0 0 200 0 0 0 0 0 0\n");
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(1, watch.State.Current.Processor.Load);
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text + "\n");
    }
}
