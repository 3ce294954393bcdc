using System.Text.Json;
using System.Text.RegularExpressions;
using Workbench.Core.Language;

namespace Workbench.Core.Models.Stores;

/// <summary>Ollama's folder: <c>manifests/REGISTRY/OWNER/MODEL/TAG</c> name blobs by their hash. A manifest is somebody else's file: its size and every digest are checked.</summary>
internal static partial class OllamaStore
{
    private const long MostManifestBytes = 1 << 20;
    private const string Layer = "application/vnd.ollama.image.";

    public static bool IsOne(string folder) => Directory.Exists(Path.Combine(folder, "manifests")) && Directory.Exists(Path.Combine(folder, "blobs"));

    public static IEnumerable<FoundFile> Find(string folder, string root, FolderWalk walk)
    {
        var manifests = Path.Combine(folder, "manifests");
        foreach (var manifest in walk.Files(manifests, "*").Order(StringComparer.Ordinal))
        {
            string[] parts = Path.GetRelativePath(manifests, manifest).Split(Path.DirectorySeparatorChar);
            if (parts.Length < 3)
            {
                continue;
            }

            var name = Name(parts);
            foreach (var (type, digest) in Layers(manifest, walk))
            {
                var blob = Path.Combine(folder, "blobs", digest.Replace(':', '-'));
                var path = File.Exists(blob) ? blob : Path.Combine(folder, "blobs", digest);
                if (File.Exists(path))
                {
                    yield return new FoundFile(path, new ModelOrigin(ModelStore.Ollama, root, string.Join('/', parts[..^1]), parts[^1]), type == "model" ? name : $"{name} ({type})");
                }
                else
                {
                    walk.Report(new InputProblem(new Phrase("Models.BlobMissing", name, digest), manifest, Hint: new Phrase("Models.PullAgain", name)));
                }
            }
        }
    }

    // As Ollama itself shortens: its own registry and its own library go without saying.
    private static string Name(string[] parts)
    {
        var shown = parts[..^1].AsSpan();
        shown = shown[0] == "registry.ollama.ai" ? shown[1..] : shown;
        shown = shown.Length > 1 && shown[0] == "library" ? shown[1..] : shown;
        return $"{string.Join('/', shown.ToArray())}:{parts[^1]}";
    }

    private static List<(string Type, string Digest)> Layers(string manifest, FolderWalk walk)
    {
        var layers = new List<(string, string)>();
        try
        {
            if (new FileInfo(manifest).Length > MostManifestBytes)
            {
                walk.Report(new InputProblem(new Phrase("Models.ManifestNotRead", Path.GetFileName(manifest)), manifest));
                return layers;
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(manifest));
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("layers", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                foreach (var layer in list.EnumerateArray())
                {
                    if (Text(layer, "mediaType") is { } type && type.StartsWith(Layer, StringComparison.Ordinal) && type[Layer.Length..] is "model" or "adapter" or "projector" && Text(layer, "digest") is { } digest && Digest().IsMatch(digest))
                    {
                        layers.Add((type[Layer.Length..], digest));
                    }
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            walk.Report(new InputProblem(new Phrase("Models.ManifestNotRead", FailureWords.Of(exception)), manifest));
        }

        return layers;
    }

    private static string? Text(JsonElement layer, string name) => layer.ValueKind == JsonValueKind.Object && layer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("^sha256:[0-9a-f]{64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Digest();
}
