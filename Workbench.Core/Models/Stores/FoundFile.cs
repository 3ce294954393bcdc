namespace Workbench.Core.Models.Stores;

/// <summary>A model file found while searching; of a split model the first part there is.</summary>
/// <param name="Name">What the store calls it; null takes the file's name.</param>
internal sealed record FoundFile(string Path, ModelOrigin Origin, string? Name = null);
