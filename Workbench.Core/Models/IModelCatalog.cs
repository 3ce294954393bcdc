using System.Collections.Immutable;

namespace Workbench.Core.Models;

/// <summary>The model files this workbench knows by name.</summary>
public interface IModelCatalog
{
    /// <summary>Every name that <see cref="FindPath"/> knows.</summary>
    ImmutableArray<string> Names => [];

    /// <returns>The full path of the GGUF file called <paramref name="name"/>; null when there is none.</returns>
    string? FindPath(string name);
}
