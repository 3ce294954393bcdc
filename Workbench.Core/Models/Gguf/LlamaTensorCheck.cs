namespace Workbench.Core.Models.Gguf;

/// <summary>The tensors of a <c>llama</c> model: names, shapes and the storage types its additions and products can take.</summary>
internal sealed class LlamaTensorCheck
{
    private readonly GgufChecks _checks;
    private readonly Dictionary<string, GgufTensor> _tensors;

    private LlamaTensorCheck(GgufChecks checks, Dictionary<string, GgufTensor> tensors) => (_checks, _tensors) = (checks, tensors);

    public static void Run(GgufChecks checks, Dictionary<string, GgufTensor> tensors, long width, int blocks, int vocabulary, long experts)
    {
        var check = new LlamaTensorCheck(checks, tensors);
        var (heads, keyHeads, inner) = (BlockSizes.Read(checks, "attention.head_count", blocks), BlockSizes.Read(checks, "attention.head_count_kv", blocks, "attention.head_count"), BlockSizes.Read(checks, "feed_forward_length", blocks));
        if (heads is null || keyHeads is null || inner is null)
        {
            return;
        }

        var headWidth = checks.Whole("llama.attention.key_length", 1, width * 16, otherwise: width / heads[0]) ?? 0;
        var valueWidth = checks.Whole("llama.attention.value_length", 1, width * 16, otherwise: width / heads[0]) ?? 0;
        check.CheckHeads(width, heads, keyHeads, headWidth);
        check.Matrix("token_embd.weight", width, vocabulary);
        check.Norm("output_norm.weight", width);
        if (tensors.ContainsKey("output.weight"))
        {
            check.Matrix("output.weight", width, vocabulary);
        }

        for (var block = 0; block < blocks; block++)
        {
            var name = $"blk.{block}.";
            check.Norm(name + "attn_norm.weight", width);
            check.Matrix(name + "attn_q.weight", width, headWidth * heads[block]);
            check.Matrix(name + "attn_k.weight", width, headWidth * keyHeads[block]);
            check.Matrix(name + "attn_v.weight", width, valueWidth * keyHeads[block]);
            check.Matrix(name + "attn_output.weight", valueWidth * heads[block], width);
            check.Norm(name + "ffn_norm.weight", width);
            if (experts == 0)
            {
                check.Matrix(name + "ffn_gate.weight", width, inner[block]);
                check.Matrix(name + "ffn_up.weight", width, inner[block]);
                check.Matrix(name + "ffn_down.weight", inner[block], width);
            }
            else
            {
                check.Matrix(name + "ffn_gate_inp.weight", width, experts);
            }
        }

        foreach (var tensor in tensors.Values.Where(tensor => tensor.Shape.Length == 1 && tensor.Type.Name != "F32"))
        {
            checks.Report(tensor.Name, "VectorNotF32", tensor.Type.Name);
        }
    }

    private void CheckHeads(long width, long[] heads, long[] keyHeads, long headWidth)
    {
        var rotated = _checks.Whole("llama.rope.dimension_count", 1, int.MaxValue, otherwise: headWidth);
        if (rotated is { } dimensions && (dimensions != headWidth || dimensions % 2 != 0))
        {
            _checks.Report("llama.rope.dimension_count", "NotHeadWidth", GgufChecks.Number(dimensions), GgufChecks.Number(headWidth));
        }

        if (!_checks.Has("llama.attention.key_length") && width % heads[0] != 0)
        {
            _checks.Report("llama.attention.head_count", "NotDivisor", GgufChecks.Number(heads[0]), GgufChecks.Number(width));
        }

        for (var block = 0; block < heads.Length; block++)
        {
            if (heads[block] % keyHeads[block] != 0)
            {
                _checks.Report("llama.attention.head_count_kv", "NotDivisor", GgufChecks.Number(keyHeads[block]), GgufChecks.Number(heads[block]));
                return;
            }
        }
    }

    private void Norm(string name, long width) => Shaped(name, width);

    private void Matrix(string name, long rowLength, long rows) => Shaped(name, rowLength, rows);

    private void Shaped(string name, params long[] shape)
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
