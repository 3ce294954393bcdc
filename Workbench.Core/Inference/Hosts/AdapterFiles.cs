using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Models.Gguf;

namespace Workbench.Core.Inference.Hosts;

/// <summary>Finds the files of adapters, and refuses what is none or was made for another kind of model: the engine itself would say so less clearly, after loading.</summary>
internal static class AdapterFiles
{
    /// <param name="find">Full path of a catalogued name or of a path; null when there is none.</param>
    /// <exception cref="ModelUnavailableException">The first adapter that can't be used, and why.</exception>
    public static ImmutableArray<AdapterUse> Resolve(ImmutableArray<AdapterUse> adapters, Func<string, string?> find, string model, string modelPath) =>
        adapters.IsEmpty ? adapters : [.. adapters.Select(use => use with { Adapter = Check(use, find(use.Adapter), model, Read(modelPath)) })];

    private static string Check(AdapterUse use, string? path, string model, GgufFile modelFile)
    {
        if (path is null)
        {
            throw Refused("Inference.AdapterUnknown", use.Adapter);
        }

        if (!double.IsFinite(use.Scale) || Math.Abs(use.Scale) > 100)
        {
            throw Refused("Inference.AdapterScaleUnusable", use.Adapter);
        }

        var adapter = Read(path);
        return adapter.Kind != GgufKind.Adapter ? throw Refused("Inference.NotAnAdapter", use.Adapter)
            : adapter.Architecture != modelFile.Architecture ? throw Refused("Inference.AdapterOfOtherModel", use.Adapter, adapter.Architecture ?? "?", model, modelFile.Architecture ?? "?")
            : path;
    }

    private static GgufFile Read(string path)
    {
        try
        {
            return GgufFile.Read(path);
        }
        catch (InputException exception)
        {
            throw new ModelUnavailableException(new Phrase("Inference.DamagedModelFile", path, string.Join(" ", exception.Problems.Select(static problem => (problem with { File = null }).ToString()))), exception);
        }
    }

    private static ModelUnavailableException Refused(string key, params string[] arguments) => new(new Phrase(key, arguments));
}
