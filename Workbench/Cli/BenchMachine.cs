using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Workbench.Core.Inference.Engine;

namespace Workbench.Cli;

/// <summary>What figures belong to: machine, versions, model.</summary>
internal sealed record BenchMachine(string Model, string Natives, string Commit, int Threads, int Cores)
{
    public static BenchMachine Of(InferenceEngine engine) => new(
        Path.GetFileName(engine.Spec.File),
        Path.GetFileName(engine.Model.Library.Folder.Path),
        engine.Model.Library.Commit,
        engine.Spec.Threads,
        Environment.ProcessorCount);

    public static string System => $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, .NET {Environment.Version}";

    /// <summary>Date in UTC; the machine in one line.</summary>
    public string Title => string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd}, {Cores} cores, {System}, {Build}, {Model}, natives {Natives} at {Commit}, {Threads} decoding threads");

    public JsonObject Json() => new() { ["model"] = Model, ["natives"] = Natives, ["commit"] = Commit, ["threads"] = Threads, ["cores"] = Cores, ["system"] = System, ["build"] = Build };

#if DEBUG
    public static string Build => "Debug build";
#else
    public static string Build => "Release build";
#endif
}
