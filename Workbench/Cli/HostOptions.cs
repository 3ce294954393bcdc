using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Inference;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Language;
using Workbench.Core.Models.Fit;
using Workbench.Hosting.ModelHost;

namespace Workbench.Cli;

/// <summary>Checks the options of <c>host</c>, all of them before anything is loaded.</summary>
internal static class HostOptions
{
    private const double LargestScale = 100;

    /// <returns>No surface where the model is only to be checked.</returns>
    /// <exception cref="InputException">Every option that is wrong, by name.</exception>
    public static (EngineSpec Spec, HostSurface? Surface) Read(HostCommand.Settings settings)
    {
        var problems = new List<InputProblem>();
        Range("--context", settings.Context ?? 16, 16, 1 << 20);
        Range("--sequences", settings.Sequences, 1, EngineSpec.MostSequences);
        Range("--threads", settings.Threads, 1, 256);
        Range("--queue", settings.Queue, 0, HostSurface.LongestQueue);
        Range("--gpu-layers", settings.GpuLayers ?? 0, 0, 10_000);
        if (settings.CacheType is { } type && (settings.Exact || CacheType.Find(type) is null))
        {
            problems.Add(new InputProblem(settings.Exact ? new Phrase("Inference.CacheTypeExact") : new Phrase("Inference.CacheTypeUnknown", type, string.Join(", ", CacheType.All.Select(static known => known.Name.ToLowerInvariant()))), Field: "--cache-type"));
        }

        var address = Try(() => settings.Check ? null : HostAddress.Parse(settings.Listen));
        var key = Try(() => Key(settings));
        if (address is { IsLocal: false } && string.IsNullOrEmpty(key))
        {
            problems.Add(new InputProblem(new Phrase("Inference.KeyNeeded", settings.Listen), Field: "--api-key"));
        }

        var adapters = settings.Adapters.Select(text => Try(() => Adapter(text))).OfType<AdapterUse>().ToImmutableArray();
        if (problems.Count > 0)
        {
            throw new InputException([.. problems]);
        }

        var spec = new EngineSpec(settings.Model, settings.Context, settings.Sequences, settings.Threads, settings.Exact, settings.Device, settings.Natives) { Adapters = adapters, GpuLayers = settings.GpuLayers, CacheType = settings.CacheType };
        var name = settings.Name ?? Path.GetFileNameWithoutExtension(settings.Model);
        return (spec, address is null ? null : new HostSurface(address, name, key, settings.Sequences, settings.Exact, settings.Queue));

        T? Try<T>(Func<T> read)
        {
            try
            {
                return read();
            }
            catch (InputException exception)
            {
                problems.AddRange(exception.Problems);
                return default;
            }
        }

        void Range(string field, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                problems.Add(new InputProblem(new Phrase("Inference.OutOfRange", value.ToString(CultureInfo.InvariantCulture), least.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture)), Field: field));
            }
        }
    }

    private static string? Key(HostCommand.Settings settings)
    {
        if (settings.ApiKeyFile is not { } file)
        {
            return settings.ApiKey;
        }

        if (settings.ApiKey is not null)
        {
            throw new InputException(new InputProblem(new Phrase("Inference.KeyTwice"), Field: "--api-key-file"));
        }

        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } key
                ? key
                : throw new InputException(new InputProblem(new Phrase("Inference.KeyFileEmpty", file), Field: "--api-key-file"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputProblem(new Phrase("Inference.KeyFile", file, FileWords.Of(exception, file)), Field: "--api-key-file"));
        }
    }

    // A name may hold an equals sign itself: only a number after the last one is a scale.
    private static AdapterUse Adapter(string text)
    {
        var at = text.LastIndexOf('=');
        var (file, scale) = (text, 1.0);
        if (at > 0 && !File.Exists(text))
        {
            if (!double.TryParse(text.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out scale) || !(Math.Abs(scale) <= LargestScale))
            {
                throw new InputException(new InputProblem(new Phrase("Inference.AdapterScale", text), Field: "--adapter"));
            }

            file = text[..at];
        }

        return File.Exists(file)
            ? new AdapterUse(Path.GetFullPath(file), scale)
            : throw new InputException(new InputProblem(new Phrase("Inference.NoAdapterFile", file), Field: "--adapter"));
    }
}
