using Workbench.Core.Models.Gguf;
using Workbench.Tests.Models;

namespace Workbench.Tests.Engine;

/// <summary>Adapters of known numbers for a model file, and that model with the adapter's product added to its weights.</summary>
internal sealed class LoraFiles : IDisposable
{
    public const float Alpha = 2;

    private readonly string _base;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("适配器-🙂-");

    public LoraFiles(string model)
    {
        _base = model;
        File = GgufFile.Read(model);
    }

    public GgufFile File { get; }

    public string Write(GgufImage image, string name = "a.gguf")
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllBytes(path, image.ToArray());
        return path;
    }

    /// <summary>The header an adapter needs.</summary>
    public GgufImage Header() => new GgufImage().Field("general.architecture", File.Architecture!).Field("general.type", "adapter").Field("adapter.type", "lora").Field("adapter.lora.alpha", Alpha);

    /// <summary>One pair of rank 1 for each tensor.</summary>
    public string WriteAdapter(int seed, params string[] names)
    {
        var image = Header();
        foreach (var name in names)
        {
            var (a, b) = Pair(seed, name);
            image.Tensor($"{name}.lora_a", [(ulong)a.Length, 1], a);
            image.Tensor($"{name}.lora_b", [1, (ulong)b.Length], b);
        }

        return Write(image, $"a{seed}.gguf");
    }

    /// <summary>The F32 model file with scale × alpha / rank × (b aᵀ) added to the tensors.</summary>
    public string WriteMerged(int seed, double scale, params string[] names)
    {
        var bytes = System.IO.File.ReadAllBytes(_base);
        foreach (var name in names)
        {
            var tensor = File.Tensors.Single(one => one.Name == name);
            var (a, b) = Pair(seed, name);
            var weights = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes.AsSpan((int)(File.DataStart + tensor.Offset), (int)tensor.Bytes));
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] += (float)(scale * Alpha * b[i / a.Length] * a[i % a.Length]);
            }
        }

        var path = Path.Combine(_folder.FullName, "merged.gguf");
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
        {
            _folder.Delete(recursive: true);
        }
    }

    private (float[] A, float[] B) Pair(int seed, string name)
    {
        var shape = File.Tensors.Single(tensor => tensor.Name == name).Shape;
        var random = new Random(seed + name.Length);
        return (Numbers((int)shape[0]), Numbers((int)shape[1]));

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5) * 0.3f)];
    }
}
