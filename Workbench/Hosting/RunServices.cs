using System.Collections.Immutable;
using Workbench.Cli;
using Workbench.Core.Detectors;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Devices;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Core.Scoring;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Candidates;
using Workbench.Core.Storage.Runs;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;

namespace Workbench.Hosting;

/// <summary>Suites, scorers and runs, for pages and commands.</summary>
public static class RunServices
{
    public static IServiceCollection AddRuns(this IServiceCollection services, Workspace workspace)
    {
        services.AddSingleton(new SuiteCatalog(workspace.SuiteFolder, Path.Combine(AppContext.BaseDirectory, "assets", "suites")));
        services.AddSingleton(provider => new SuiteFolder(workspace.SuiteFolder, provider.GetRequiredService<SuiteCatalog>()));
        services.AddSingleton<SuiteHistory>();
        services.AddSingleton<SuiteEditor>();
        services.AddSingleton(new KeywordShelf(Path.Combine(workspace.Folder, "keywords"), KeywordShelf.ShippedFolder));
        services.AddSingleton(provider => ScorerRegistry.Standard.With(new KeywordCheck(provider.GetRequiredService<KeywordShelf>())));
        services.AddSingleton<IRunStore, RunStore>();
        services.AddSingleton<IResponseCache>(provider => new ResponseCache(Path.Combine(workspace.Folder, "cache.db"), CacheBytes(provider.GetService<IConfiguration>()), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CandidateFiles>();
        services.AddSingleton(provider => new Runner(provider.GetRequiredService<IRunStore>(), provider.GetRequiredService<IModelPool>(), provider.GetRequiredService<ScorerRegistry>(), provider.GetRequiredService<TimeProvider>())
        {
            Cache = provider.GetRequiredService<IResponseCache>(),
            Files = provider.GetRequiredService<CandidateFiles>(),
            Judges = async (name, cancellation) => (await provider.GetRequiredService<CandidateStore>().FindAsync(name, cancellation))?.Candidate ?? new Candidate(name, name),
            Ended = provider.GetRequiredService<RunSummaries>().Begin,
            Environment = () => Environment(provider.GetRequiredService<MachineWatch>().State.Current, provider.GetRequiredService<TimeProvider>()),
        });
        services.AddSingleton<RunSummaries>();
        services.AddSingleton<Workbench.Core.Runs.Outputs.OutputScoring>();
        services.AddSingleton<RunQueue>();
        return services;
    }

    private static RunEnvironment Environment(MachineState machine, TimeProvider time) =>
        RunEnvironment.Of(machine.Processor.Name, machine.Processor.TotalBytes, machine.Devices.Select(device => device.Name), time.GetUtcNow());

    /// <summary><c>Workbench:Cache:Megabytes</c>; half a gigabyte unless it says otherwise.</summary>
    private static long CacheBytes(IConfiguration? configuration)
    {
        var problems = ImmutableArray.CreateBuilder<InputProblem>();
        var megabytes = ModelSettings.Whole(configuration?.GetSection("Workbench:Cache"), "Megabytes", 1, problems) ?? 512;
        return problems.Count == 0 ? (long)megabytes << 20 : throw new InputException(problems.ToImmutable());
    }
}
