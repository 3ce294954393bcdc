using System.Collections.Immutable;
using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

public sealed class BackendSelectionTests
{
    private const string Packages = "/app/runtimes/linux-x64/native";
    private const string BesideTheApp = "/app/engine/backends/cuda12";

    private static readonly string[] Toolkit = ["libcudart.so.12", "libcublasLt.so.12", "libcublas.so.12"];

    /// <summary>What is installed, what the machine has, what is asked for; what is chosen, and what is said of the first graphics backend that was refused.</summary>
    public static TheoryData<string, string, string?, string, string?> Machines => new()
    {
        // Nothing but the processor package.
        { "cpu", "", null, "avx512", "cuda BackendNotThere" },
        { "cpu", "driver12.4 toolkit12 vulkan", null, "avx512", "cuda BackendNotThere" },

        // The CUDA package, and less or more of what it needs.
        { "cpu cuda", "", null, "avx512", "cuda CudaNoDriver" },
        { "cpu cuda", "driver12.4", null, "avx512", "cuda CudaNoToolkit" },
        { "cpu cuda", "driver13.0 toolkit13", null, "avx512", "cuda CudaOtherToolkit" },
        { "cpu cuda", "driver11.8 toolkit12", null, "avx512", "cuda CudaOldDriver" },
        { "cpu cuda", "driver12.4/0 toolkit12", null, "avx512", "cuda CudaNoDevice" },
        { "cpu cuda", "driver12.0 toolkit12", null, "cuda", null },
        { "cpu cuda", "driver13.0/2 toolkit12 toolkit13", null, "cuda", null },
        { "cpu cuda", "driver12.4 given12", null, "cuda", null },
        { "cpu cuda", "driver12.4 beside12", null, "avx512", "cuda CudaNoToolkit" },
        { "cpu backends", "driver12.4 beside12", null, "cuda", null },
        // Libraries made for CUDA 13 need its runtime, and a driver for it.
        { "cpu backends", "driver13.0 toolkit13 for13", null, "cuda", null },
        { "cpu backends13", "driver13.0 toolkit13 for13", null, "cuda", null },
        { "cpu backends", "driver13.0 toolkit12 for13", null, "avx512", "cuda CudaOtherToolkit" },
        { "cpu backends", "driver13.0 for13", null, "avx512", "cuda CudaNoToolkit" },
        { "cpu backends", "driver12.8 toolkit13 for13", null, "avx512", "cuda CudaOldDriver" },

        // Linked with CUDA's libraries, they need the driver alone; what else they name must open too.
        { "cpu backends", "driver12.4 linked", null, "cuda", null },
        { "cpu backends", "driver12.4 toolkit12 nccl", null, "avx512", "cuda CudaNoToolkit" },
        { "cpu backends", "driver12.4 toolkit12 unreadable", null, "avx512", "cuda CudaUnreadable" },
        { "cpu backends", "driver12.4 toolkit12 foreign", null, "avx512", "cuda BackendOtherCommit" },

        // Vulkan.
        { "cpu vulkan", "", null, "avx512", "vulkan VulkanNoLoader" },
        { "cpu vulkan", "vulkan0", null, "avx512", "vulkan VulkanNoDevice" },
        { "cpu vulkan", "vulkan", null, "vulkan", null },
        { "cpu cuda vulkan", "driver12.4 vulkan", null, "vulkan", "cuda CudaNoToolkit" },
        { "cpu cuda vulkan", "driver12.4 toolkit12 vulkan", null, "cuda", "vulkan BackendBehind" },

        // What is asked for goes first, and nothing else is taken in its place.
        { "cpu cuda vulkan", "driver12.4 toolkit12 vulkan", "vulkan:0", "vulkan", "cuda BackendNotAsked" },
        { "cpu cuda vulkan", "driver12.4 toolkit12 vulkan", "cuda:1", "cuda", "vulkan BackendNotAsked" },
        { "cpu cuda vulkan", "driver12.4 toolkit12 vulkan", "cpu", "avx512", "cuda BackendNotAsked" },
        { "cpu cuda vulkan", "driver12.4 vulkan", "cuda", "avx512", "cuda CudaNoToolkit" },

        // Older processors.
        { "cpu", "avx2", null, "avx2", null },
        { "cpu", "avx", null, "avx", null },
        { "cpu", "none", null, "noavx", null },
        { "cpu cuda", "driver12.4 toolkit12 avx", null, "cuda", null },

        // No processor part, no engine at all.
        { "cuda", "driver12.4 toolkit12", null, "-", "cuda BackendNotThere" },
        { "", "", null, "-", null },
    };

    [Theory, MemberData(nameof(Machines))]
    public void Judge_ChoosesWhatTheMachineCanRun_AndSaysWhyNotTheOther(string installed, string machine, string? device, string chosen, string? refused)
    {
        var verdicts = Selection(installed.Split(' '), machine.Split(' ')).Judge(DeviceWish.Parse(device), exact: false);

        Assert.Equal(chosen, verdicts.SingleOrDefault(static verdict => verdict.IsChosen)?.Name ?? "-");
        if (refused is not null)
        {
            var verdict = verdicts.Single(verdict => verdict.Name == refused.Split(' ')[0]);
            Assert.False(verdict.IsUsable);
            Assert.Equal($"Inference.{refused.Split(' ')[1]}", verdict.Reason.Key);
        }
    }

    [Fact]
    public void Judge_Exact_TakesTheKernelsMostMachinesHave()
    {
        var verdicts = Selection(["cpu"], [""]).Judge(DeviceWish.Parse("cpu"), exact: true);

        Assert.Equal("avx2", verdicts.Single(static verdict => verdict.IsChosen).Name);
        Assert.Equal("Inference.ProcessorNotExact", verdicts.Single(static verdict => verdict.Name == "avx512").Reason.Key);
    }

    [Fact]
    public void Judge_GraphicsBackend_TakesItsProcessorPartFromTheLadder()
    {
        var chosen = Selection(["cpu", "backends"], ["driver12.4", "toolkit12", "avx2"]).Judge(DeviceWish.Parse(null), exact: false).Single(static verdict => verdict.IsChosen);

        Assert.Equal(new NativeFolder("cuda", BesideTheApp, $"{Packages}/avx2"), chosen.Folder);
    }

    [Fact]
    public void Judge_ForProcessor_OpensNoGraphicsLibrary()
    {
        var machine = Machine(["cpu", "cuda", "vulkan"], ["driver12.4", "toolkit12", "vulkan"]);

        new BackendSelection(machine, "/app", []).Judge(DeviceWish.Parse("cpu"), exact: false);

        Assert.Empty(machine.Opened);
    }

    [Fact]
    public void Judge_DevicesHiddenByTheVariable_SaysWhatItHolds()
    {
        var machine = new FakeMachine { Driver = new CudaDriver(13000, 0), CudaVisible = "7" };
        machine.Files.UnionWith([$"{BesideTheApp}/libllama.so", $"{Packages}/avx2/libllama.so"]);

        var reason = new BackendSelection(machine, "/app", []).Judge(DeviceWish.Parse("cuda"), exact: false).Single(static verdict => verdict.Name == "cuda").Reason;

        Assert.Equal(("Inference.CudaHidden", "7"), (reason.Key, reason.Arguments.Single()));
    }

    [Fact]
    public void Judge_Cuda_OpensWhatTheOthersNeedFirst()
    {
        var machine = Machine(["cpu", "cuda"], ["driver12.4", "toolkit12"]);

        new BackendSelection(machine, "/app", []).Judge(DeviceWish.Parse("cuda"), exact: false);

        Assert.Equal(Toolkit, machine.Opened);
    }

    [Fact]
    public void Judge_Windows_LooksForItsOwnNames()
    {
        var machine = new FakeMachine { IsWindows = true, Driver = new CudaDriver(12040, 1) };
        foreach (var file in (string[])["/app/runtimes/win-x64/native/avx2/llama.dll", "/app/runtimes/win-x64/native/cuda12/llama.dll"])
        {
            machine.Files.Add(file);
        }

        machine.CudaNeeds = ["ggml-base.dll", "cublas64_12.dll", "cudart64_12.dll", "nvcuda.dll"];
        machine.Libraries.UnionWith(["cudart64_12.dll", "cublasLt64_12.dll", "cublas64_12.dll"]);

        Assert.Equal("cuda", new BackendSelection(machine, "/app", []).Judge(DeviceWish.Parse(null), exact: false).Single(static verdict => verdict.IsChosen).Name);
    }

    private static BackendSelection Selection(string[] installed, string[] machine) => new(Machine(installed, machine), "/app", ["/given"]);

    private static FakeMachine Machine(string[] installed, string[] has)
    {
        var driver = has.FirstOrDefault(static item => item.StartsWith("driver", StringComparison.Ordinal))?["driver".Length..].Split('/');
        var version = driver?[0].Split('.').Select(static part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var machine = new FakeMachine
        {
            Driver = version is null ? null : new CudaDriver((version[0] * 1000) + (version[1] * 10), driver!.Length > 1 ? int.Parse(driver[1], System.Globalization.CultureInfo.InvariantCulture) : 1),
            Vulkan = has.Contains("vulkan") ? 1 : has.Contains("vulkan0") ? 0 : null,
            Processor = (has.Contains("none") ? [] : has.Contains("avx") ? ["avx"] : has.Contains("avx2") ? ["avx2", "avx"] : (string[])["avx512", "avx2", "avx"]).ToHashSet(),
        };
        foreach (var part in installed)
        {
            machine.Files.UnionWith(part switch
            {
                "cpu" => ((string[])["avx512", "avx2", "avx", "noavx"]).Select(static level => $"{Packages}/{level}/libllama.so"),
                "cuda" => [$"{Packages}/cuda12/libllama.so"],
                "vulkan" => [$"{Packages}/vulkan/libllama.so"],
                "backends13" => [$"{BesideTheApp[..^1]}3/libllama.so"],
                "backends" => [$"{BesideTheApp}/libllama.so"],
                _ => [],
            });
        }

        foreach (var part in has)
        {
            machine.Libraries.UnionWith(part switch
            {
                "toolkit12" => Toolkit,
                "toolkit13" => ["libcudart.so.13", "libcublasLt.so.13", "libcublas.so.13"],
                "given12" => Toolkit.Select(static library => $"/given/{library}"),
                "beside12" => Toolkit.Select(static library => $"{BesideTheApp}/{library}"),
                _ => [],
            });
        }

        machine.CudaNeeds = has.Contains("unreadable") ? null
            : has.Contains("linked") ? ["libggml-base.so", "libcuda.so.1"]
            : has.Contains("for13") ? ["libcublas.so.13", "libcudart.so.13", "libcuda.so.1", "libggml-base.so"]
            : has.Contains("nccl") ? [.. machine.CudaNeeds!, "libnccl.so.2"]
            : machine.CudaNeeds;
        if (has.Contains("foreign"))
        {
            machine.ForeignFolders.Add(BesideTheApp);
        }

        return machine;
    }
}
