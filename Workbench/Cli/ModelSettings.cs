using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Language;
using Workbench.Core.Models.Fit;

namespace Workbench.Cli;

/// <summary>How hosts are kept and single models are loaded, from the settings <c>Workbench:Hosts</c> and <c>Workbench:Models:NAME</c>.</summary>
public static class ModelSettings
{
    private const string File = "appsettings.json";

    /// <exception cref="InputException">Every entry that is no positive whole number.</exception>
    public static HostLimits Limits(IConfiguration? configuration)
    {
        var problems = ImmutableArray.CreateBuilder<InputProblem>();
        var section = configuration?.GetSection("Workbench:Hosts");
        var limits = HostLimits.Default;
        limits = limits with
        {
            Hosts = Whole(section, "Most", 1, problems) ?? limits.Hosts,
            Cores = Whole(section, "Threads", 1, problems) ?? limits.Cores,
            Silence = Whole(section, "SilenceSeconds", 1, problems) is { } silence ? TimeSpan.FromSeconds(silence) : limits.Silence,
            Stall = Whole(section, "StallSeconds", 1, problems) is { } stall ? TimeSpan.FromSeconds(stall) : limits.Stall,
            Load = Whole(section, "LoadSeconds", 1, problems) is { } load ? TimeSpan.FromSeconds(load) : limits.Load,
        };
        return problems.Count == 0 ? limits : throw new InputException(problems.ToImmutable());
    }

    /// <summary>By catalogued name, whatever its case: <c>Context</c>, <c>Sequences</c>, <c>Threads</c>, <c>Device</c>, <c>GpuLayers</c>, <c>CacheType</c>.</summary>
    /// <exception cref="InputException">Everything that is wrong in any of them.</exception>
    public static ImmutableDictionary<string, HostSpec> Specs(IConfiguration? configuration)
    {
        var problems = ImmutableArray.CreateBuilder<InputProblem>();
        var specs = ImmutableDictionary.CreateBuilder<string, HostSpec>(StringComparer.OrdinalIgnoreCase);
        foreach (var model in configuration?.GetSection("Workbench:Models").GetChildren() ?? [])
        {
            var type = model["CacheType"];
            if (!string.IsNullOrEmpty(type) && CacheType.Find(type) is null)
            {
                problems.Add(new InputProblem(new Phrase("Inference.CacheTypeUnknown", type, string.Join(", ", CacheType.All.Select(static known => known.Name.ToLowerInvariant()))), File, Field: $"{model.Path}:CacheType"));
            }

            specs[model.Key] = new HostSpec(
                Context: Whole(model, "Context", 16, problems),
                Sequences: Whole(model, "Sequences", 1, problems),
                Threads: Whole(model, "Threads", 1, problems),
                Device: model["Device"] is { Length: > 0 } device ? device : null,
                GpuLayers: Whole(model, "GpuLayers", 0, problems),
                CacheType: string.IsNullOrEmpty(type) ? null : type);
        }

        return problems.Count == 0 ? specs.ToImmutable() : throw new InputException(problems.ToImmutable());
    }

    /// <summary>Folders in which hosts look for CUDA's own libraries: <c>Workbench:Engine:Libraries</c>.</summary>
    public static void GiveLibraries(IConfiguration? configuration)
    {
        string[] folders = [.. configuration?.GetSection("Workbench:Engine:Libraries").GetChildren().Select(static entry => entry.Value).OfType<string>() ?? []];
        if (folders.Length > 0)
        {
            // Hosts are children of this process and find it there, as does a command that looks for itself.
            Environment.SetEnvironmentVariable(GivenLibraries.Variable, string.Join(Path.PathSeparator, folders));
        }
    }

    internal static int? Whole(IConfigurationSection? section, string key, int least, ImmutableArray<InputProblem>.Builder problems)
    {
        var text = section?[key];
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least)
        {
            return number;
        }

        problems.Add(new InputProblem(new Phrase("Inference.SettingNotCount", text), File, Field: $"{section!.Path}:{key}"));
        return null;
    }
}
