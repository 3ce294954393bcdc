using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using Workbench.Core.Inference;

namespace Workbench.Core.Runs;

/// <summary>The machine and program that worked on a run.</summary>
/// <param name="Libraries">Versions by name: the workbench's own parts, and those that shape an answer or a figure.</param>
/// <param name="Processor">Null where the system does not tell, as with memory.</param>
/// <param name="Threads">Hardware threads it could use.</param>
/// <param name="Devices">Graphics devices by name.</param>
/// <param name="At">When it began.</param>
public sealed record RunEnvironment(
    string Workbench,
    string Runtime,
    string System,
    string Architecture,
    string? Processor,
    int Threads,
    long? MemoryBytes,
    ImmutableArray<string> Devices,
    ImmutableSortedDictionary<string, string> Libraries,
    DateTimeOffset At)
{
    private static readonly string[] Shaping = ["MathNet.Numerics", "YamlDotNet", "Microsoft.EntityFrameworkCore", "Microsoft.Data.Sqlite"];

    /// <summary>This process, with what the machine tells of itself.</summary>
    public static RunEnvironment Of(string? processor, long? memoryBytes, IEnumerable<string> devices, DateTimeOffset at) => new(
        Version(typeof(RunEnvironment).Assembly),
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        RuntimeInformation.ProcessArchitecture.ToString(),
        processor,
        Environment.ProcessorCount,
        memoryBytes,
        [.. devices],
        typeof(RunEnvironment).Assembly.GetReferencedAssemblies().Where(static name => Shaping.Contains(name.Name)).ToImmutableSortedDictionary(static name => name.Name!, static name => Version(Assembly.Load(name)), StringComparer.Ordinal)
            .Add(EngineVersion.Library, EngineVersion.Binding).Add(EngineVersion.NativeLibrary, EngineVersion.NativeCommit),
        at);

    /// <summary>The same program on the same machine, whenever.</summary>
    public bool IsLike(RunEnvironment other) => this with { At = default, Devices = [], Libraries = ImmutableSortedDictionary<string, string>.Empty } == other with { At = default, Devices = [], Libraries = ImmutableSortedDictionary<string, string>.Empty }
        && Devices.SequenceEqual(other.Devices) && InOrder(Libraries).SequenceEqual(InOrder(other.Libraries));

    // What is read from the database is sorted as the culture has it.
    private static IEnumerable<KeyValuePair<string, string>> InOrder(ImmutableSortedDictionary<string, string> libraries) => libraries.OrderBy(static library => library.Key, StringComparer.Ordinal);

    private static string Version(Assembly assembly) => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "";
}

/// <summary>What a run notes of itself while it is worked on.</summary>
/// <param name="Environments">One for each process that worked on it, unless it was like the one before; the oldest first.</param>
/// <param name="Files">By candidate name; none for endpoints and null runners.</param>
public sealed record RunRecord(ImmutableArray<RunEnvironment> Environments, ImmutableSortedDictionary<string, CandidateHashes> Files)
{
    /// <summary>Where its answers come from: <c>outputs</c> for a file, or the id of an earlier run; null for one that asked.</summary>
    public string? Origin { get; init; }

    /// <summary>Who judged it; empty where nobody has.</summary>
    public ImmutableArray<Judging.JudgeRecord> Judges { get; init; } = [];

    /// <summary>One more process that works on it.</summary>
    public RunRecord With(RunEnvironment environment) => !Environments.IsEmpty && Environments[^1].IsLike(environment) ? this : this with { Environments = Environments.Add(environment) };

    public static RunRecord Empty { get; } = new([], ImmutableSortedDictionary<string, CandidateHashes>.Empty);
}
