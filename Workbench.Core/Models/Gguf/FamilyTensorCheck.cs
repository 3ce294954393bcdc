namespace Workbench.Core.Models.Gguf;

/// <summary>
/// Tensors of the dense families that are laid out as <c>llama</c> is, with or without biases, norms of their own and fused projections. What a family has
/// beyond that is left to the engine, which names a wrong tensor itself; sizes it would divide by are checked here.
/// </summary>
internal sealed class FamilyTensorCheck
{
    private static readonly HashSet<string> Families = new(["qwen2", "qwen3", "gemma", "gemma2", "gemma3", "phi3", "granite", "mistral3", "internlm2", "exaone", "smollm3", "orion", "xverse"], StringComparer.Ordinal);

    private readonly GgufChecks _checks;
    private readonly Dictionary<string, GgufTensor> _tensors;

    private FamilyTensorCheck(GgufChecks checks, Dictionary<string, GgufTensor> tensors) => (_checks, _tensors) = (checks, tensors);

    public static bool Knows(string family) => Families.Contains(family);

    public static void Run(GgufChecks checks, Dictionary<string, GgufTensor> tensors, long width, int blocks, int vocabulary)
    {
        var family = checks.Architecture;
        var (heads, keyHeads, inner) = (BlockSizes.Read(checks, "attention.head_count", blocks), BlockSizes.Read(checks, "attention.head_count_kv", blocks, "attention.head_count"), BlockSizes.Read(checks, "feed_forward_length", blocks));
        if (heads is null || keyHeads is null || inner is null)
        {
            return;
        }

        var key = checks.Whole($"{family}.attention.key_length", 1, width * 16, otherwise: Math.Max(1, width / heads[0]));
        var value = checks.Whole($"{family}.attention.value_length", 1, width * 16, otherwise: Math.Max(1, width / heads[0]));
        if (key is null || value is null)
        {
            return;
        }

        var check = new FamilyTensorCheck(checks, tensors);
        check.Required("token_embd.weight", width, vocabulary);
        check.Required("output_norm.weight", width);
        check.Optional("output.weight", width, vocabulary);
        for (var block = 0; block < blocks; block++)
        {
            if (heads[block] % keyHeads[block] != 0)
            {
                checks.Report($"{family}.attention.head_count_kv", "NotDivisor", GgufChecks.Number(keyHeads[block]), GgufChecks.Number(heads[block]));
                return;
            }

            check.Block($"blk.{block}.", width, (heads[block] * key.Value, keyHeads[block] * key.Value, keyHeads[block] * value.Value, heads[block] * value.Value), inner[block], key.Value);
        }
    }

    private void Block(string name, long width, (long Query, long Key, long Value, long Output) rows, long inner, long head)
    {
        Required(name + "attn_norm.weight", width);
        if (_tensors.ContainsKey(name + "attn_qkv.weight"))
        {
            Required(name + "attn_qkv.weight", width, rows.Query + rows.Key + rows.Value);
        }
        else
        {
            Required(name + "attn_q.weight", width, rows.Query);
            Required(name + "attn_k.weight", width, rows.Key);
            Required(name + "attn_v.weight", width, rows.Value);
        }

        Optional(name + "attn_q.bias", rows.Query);
        Optional(name + "attn_k.bias", rows.Key);
        Optional(name + "attn_v.bias", rows.Value);
        Optional(name + "attn_q_norm.weight", head);
        Optional(name + "attn_k_norm.weight", head);
        Required(name + "attn_output.weight", rows.Output, width);
        Optional(name + "ffn_norm.weight", width);

        // Without a gate of its own the way up holds both halves.
        var isFused = !_tensors.ContainsKey(name + "ffn_gate.weight");
        Optional(name + "ffn_gate.weight", width, inner);
        Required(name + "ffn_up.weight", width, isFused ? 2 * inner : inner);
        Required(name + "ffn_down.weight", inner, width);
    }

    private void Optional(string name, params long[] shape)
    {
        if (_tensors.ContainsKey(name))
        {
            Required(name, shape);
        }
    }

    private void Required(string name, params long[] shape)
    {
        if (!_tensors.TryGetValue(name, out var tensor))
        {
            _checks.Report(name, "TensorMissing");
        }
        else if (!tensor.Shape.SequenceEqual(shape))
        {
            _checks.Report(name, "WrongShape", GgufModelCheck.Shape(tensor.Shape), GgufModelCheck.Shape(shape));
        }
    }
}
