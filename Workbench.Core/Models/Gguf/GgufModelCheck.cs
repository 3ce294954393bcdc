using System.Globalization;

namespace Workbench.Core.Models.Gguf;

/// <summary>Sizes that a model's architecture needs, and for the <c>llama</c> family every tensor with its shape.</summary>
internal static class GgufModelCheck
{
    private const int MostBlocks = 512;
    private const int MostExperts = 512;
    private const long MostSize = 1 << 24;

    public static void Run(GgufChecks checks, int? vocabulary)
    {
        var architecture = checks.Architecture;
        var context = checks.Whole($"{architecture}.context_length", 1, int.MaxValue);
        var width = checks.Whole($"{architecture}.embedding_length", 1, MostSize);
        var blocks = checks.Whole($"{architecture}.block_count", 1, MostBlocks);
        checks.Real($"{architecture}.attention.layer_norm_rms_epsilon", 0, 1);
        checks.Real($"{architecture}.attention.layer_norm_epsilon", 0, 1);
        checks.Real($"{architecture}.rope.freq_base", 1e-9, 1e30);
        var experts = checks.Whole($"{architecture}.expert_count", 0, MostExperts, otherwise: 0) ?? 0;
        checks.Whole($"{architecture}.expert_used_count", experts > 0 ? 1 : 0, experts, otherwise: experts > 0 ? null : 0);
        var byName = checks.Header.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        CheckTypes(checks);
        if (context is null || width is null || blocks is null || vocabulary is null || IsSplit(checks))
        {
            return;
        }

        if (architecture == "llama")
        {
            LlamaTensorCheck.Run(checks, byName, width.Value, (int)blocks.Value, vocabulary.Value, experts);
        }
        else if (FamilyTensorCheck.Knows(architecture) && experts == 0)
        {
            FamilyTensorCheck.Run(checks, byName, width.Value, (int)blocks.Value, vocabulary.Value);
        }
        else if (byName.TryGetValue("token_embd.weight", out var embedding))
        {
            if (embedding.Shape.Length != 2 || embedding.Shape[1] != vocabulary)
            {
                checks.Report(embedding.Name, "WrongShape", Shape(embedding.Shape), Shape([embedding.Shape[0], vocabulary.Value]));
            }
        }
        else
        {
            checks.Report("token_embd.weight", "TensorMissing");
        }
    }

    public static string Shape(IEnumerable<long> shape) => string.Join(" × ", shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));

    private static bool IsSplit(GgufChecks checks) => checks.Header.Values.GetValueOrDefault("split.count") is > 1ul or > 1L;

    private static void CheckTypes(GgufChecks checks)
    {
        foreach (var tensor in checks.Header.Tensors.Where(tensor => tensor.Name.EndsWith(".weight", StringComparison.Ordinal) && tensor.Shape.Length > 1 && !tensor.Type.IsWeight))
        {
            checks.Report(tensor.Name, "TypeNotWeight", tensor.Type.Name);
        }
    }
}
