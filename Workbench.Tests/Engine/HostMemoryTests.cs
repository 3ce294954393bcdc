using System.Globalization;
using System.Text.Json.Nodes;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Models;
using Workbench.Core.Models.Fit;

namespace Workbench.Tests.Engine;

/// <summary>The estimate before loading beside what a real host takes: right after loading, and after it was kept busy.</summary>
[Trait("Category", "Engine")]
public sealed class HostMemoryTests
{
    private const double Tolerance = 0.10;

    public static TheoryData<string, int?, int?, bool> Loads => new()
    {
        { "demo", null, null, false },
        { "stories", null, null, false },
        { "stories", null, null, true },
        { "smollm2", null, null, false },
        { "stories", 256, 4, false },
        { "smollm2", null, null, true },
    };

    [Theory, MemberData(nameof(Loads))]
    public async Task Estimate_BesideARealHost_IsWithinTenPercent(string name, int? context, int? sequences, bool exact)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "resident memory is told by Linux only");
        var model = ModelFile.Read(name switch { "demo" => TestHost.Demo, "stories" => TestHost.Stories, _ => TestHost.SmolLM2 });
        var shape = HostFit.Shape(model.Facts!, new HostSpec(exact, context, sequences));
        var estimate = MemoryFit.Estimate(model.Facts!, model.Tensors, shape);
        string[] options = [.. exact ? ["--exact"] : Array.Empty<string>(), .. Option("--context", context), .. Option("--sequences", sequences)];
        await using var host = await TestHost.StartAsync(model.Path, options);
        var facts = await host.GetAsync("/x/facts");
        Assert.Equal(shape.Cells, facts["cells"]!.GetValue<int>());

        var loaded = Resident(host.ProcessId);
        await KeepBusyAsync(host, facts["context"]!.GetValue<int>());
        var busy = Resident(host.ProcessId);
        TestContext.Current.TestOutputHelper?.WriteLine($"{name} {shape.Cells} cells: loaded {Mebi(loaded)} of {Mebi(estimate.AtLoad)}, busy {Mebi(busy)} of {Mebi(estimate.Total)} MiB; {estimate}");
        Assert.InRange((double)estimate.AtLoad / loaded, 1 - Tolerance, 1 + Tolerance);
        Assert.InRange((double)estimate.Total / busy, 1 - Tolerance, 1 + Tolerance);
    }

    // A prompt that fills a whole batch, several answers at once, and rows of logits for all their places.
    private static async Task KeepBusyAsync(TestHost host, int context)
    {
        var text = string.Concat(Enumerable.Repeat("Once upon a time ", Math.Min(context, 600) / 12));
        var whole = string.Concat(Enumerable.Repeat("Once upon a time there ", Math.Min(context, 600) / 5));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(index => host.TryPostAsync("/v1/completions", new JsonObject { ["prompt"] = $"{index} {(index == 0 ? whole : text)}", ["max_tokens"] = 16, ["ignore_eos"] = true, ["temperature"] = 1.0 })));
        await host.TryPostAsync("/x/loglikelihood", new JsonObject { ["prompt"] = "Once", ["continuations"] = new JsonArray(string.Concat(Enumerable.Repeat(" upon a time there", 40))) });
    }

    private static long Resident(int process) =>
        long.Parse(File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    private static string[] Option(string name, int? value) => value is { } number ? [name, number.ToString(CultureInfo.InvariantCulture)] : [];

    private static string Mebi(long bytes) => (bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture);
}
