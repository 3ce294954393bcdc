using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Models.Stores;

/// <summary>What a search of all folders found.</summary>
/// <param name="Models">Demonstration models first, then folder by folder, by name.</param>
/// <param name="Problems">Folders and entries that could not be read.</param>
/// <param name="Folders">Those that are there and were searched.</param>
public sealed record CatalogScan(ImmutableArray<ModelFile> Models, ImmutableArray<InputProblem> Problems, ImmutableArray<string> Folders, DateTimeOffset At, TimeSpan Took);
