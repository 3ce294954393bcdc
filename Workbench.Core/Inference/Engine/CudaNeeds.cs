using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbench.Core.Inference.Engine;

/// <summary>What a CUDA library needs beside the driver, by what it names itself.</summary>
/// <param name="Version">CUDA's major version it was built with; 12 where it names none of CUDA's libraries, being linked with them.</param>
/// <param name="Libraries">In the order they can be loaded in: what one needs stands before it.</param>
internal sealed partial record CudaNeeds(int Version, ImmutableArray<string> Libraries)
{
    private const int Oldest = 12;

    private static readonly ImmutableArray<string> Order = ["cudart", "cublasLt", "cublas"];

    public static CudaNeeds Of(IEnumerable<string> needs)
    {
        var others = needs.Where(static name => !Own().IsMatch(name)).ToImmutableArray();
        var cuda = others.Select(static name => (Name: name, Match: Versioned().Match(name))).Where(static library => library.Match.Success).ToList();
        // cuBLAS needs cuBLASLt, which is found in the same folder only if it was loaded from there before.
        var all = cuda.SelectMany(static library => library.Match.Groups["library"].Value == "cublas" ? [library.Name.Replace("cublas", "cublasLt", StringComparison.Ordinal), library.Name] : (string[])[library.Name])
            .Concat(others).Distinct().OrderBy(static name => Order.IndexOf(Versioned().Match(name).Groups["library"].Value) is var rank and >= 0 ? rank : Order.Length);
        return new CudaNeeds(cuda.Select(static library => int.Parse(library.Match.Groups["version"].ValueSpan, CultureInfo.InvariantCulture)).DefaultIfEmpty(Oldest).Max(), [.. all]);
    }

    /// <summary>The runtime of another version, by the same rule of names.</summary>
    public string Runtime(int version) => (Libraries.FirstOrDefault(static name => Versioned().Match(name).Groups["library"].Value == "cudart") ?? "").Replace(Version.ToString(CultureInfo.InvariantCulture), version.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    // The engine's own parts and the driver are looked at by themselves.
    [GeneratedRegex(@"^(lib)?(ggml|llama)|^libcuda\.so|^nvcuda\.dll$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Own();

    [GeneratedRegex(@"^(lib)?(?<library>cudart|cublasLt|cublas)(\.so\.|64_)(?<version>\d{1,3})(\.dll)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Versioned();
}
