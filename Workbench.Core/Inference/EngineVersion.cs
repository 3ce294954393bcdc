using System.Reflection;
using Workbench.Core.Inference.Engine;

namespace Workbench.Core.Inference;

/// <summary>The library that answers for local models: the binding, and the native one it was built against.</summary>
public static class EngineVersion
{
    public const string Library = "LLamaSharp";

    public const string NativeLibrary = "llama.cpp";

    /// <summary>Of the package, from the build file: the assembly itself says 0.0.0.0.</summary>
    public static string Binding { get; } = typeof(EngineVersion).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(static entry => entry.Key == Library).Value!;

    /// <summary>Beginning of the commit; natives of another one are refused.</summary>
    public static string NativeCommit => NativeGuard.Commit;
}
