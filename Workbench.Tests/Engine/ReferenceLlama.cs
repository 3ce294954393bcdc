using System.Text;

namespace Workbench.Tests.Engine;

/// <summary>A plain forward pass of a small F32 llama model, written from the architecture and not from any engine: what exact mode is held against.</summary>
internal sealed class ReferenceLlama
{
    private readonly Dictionary<string, object> _metadata = [];
    private readonly Dictionary<string, float[]> _tensors = [];
    private readonly int _width;
    private readonly int _layers;
    private readonly int _heads;
    private readonly int _keyHeads;
    private readonly int _headWidth;
    private readonly float _epsilon;
    private readonly float _ropeBase;

    public ReferenceLlama(string path)
    {
        Read(path);
        _width = Number("llama.embedding_length");
        _layers = Number("llama.block_count");
        _heads = Number("llama.attention.head_count");
        _keyHeads = Number("llama.attention.head_count_kv");
        _headWidth = _width / _heads;
        _epsilon = (float)_metadata["llama.attention.layer_norm_rms_epsilon"];
        _ropeBase = _metadata.TryGetValue("llama.rope.freq_base", out var value) ? (float)value : 10000f;
    }

    /// <summary>Natural-logarithm probabilities of the next token after each position.</summary>
    public List<double[]> LogProbabilities(IReadOnlyList<int> tokens)
    {
        var keys = Enumerable.Range(0, _layers).Select(_ => new List<double[]>()).ToArray();
        var values = Enumerable.Range(0, _layers).Select(_ => new List<double[]>()).ToArray();
        var rows = new List<double[]>();
        for (var position = 0; position < tokens.Count; position++)
        {
            var x = _tensors["token_embd.weight"].AsSpan(tokens[position] * _width, _width).ToArray().Select(value => (double)value).ToArray();
            for (var layer = 0; layer < _layers; layer++)
            {
                var normal = Norm(x, $"blk.{layer}.attn_norm.weight");
                var query = Times($"blk.{layer}.attn_q.weight", normal);
                var key = Times($"blk.{layer}.attn_k.weight", normal);
                Rotate(query, position);
                Rotate(key, position);
                keys[layer].Add(key);
                values[layer].Add(Times($"blk.{layer}.attn_v.weight", normal));
                Add(x, Times($"blk.{layer}.attn_output.weight", Attend(query, keys[layer], values[layer])));
                normal = Norm(x, $"blk.{layer}.ffn_norm.weight");
                var gate = Times($"blk.{layer}.ffn_gate.weight", normal);
                var up = Times($"blk.{layer}.ffn_up.weight", normal);
                for (var i = 0; i < gate.Length; i++)
                {
                    gate[i] = gate[i] / (1 + Math.Exp(-gate[i])) * up[i];
                }

                Add(x, Times($"blk.{layer}.ffn_down.weight", gate));
            }

            var logits = Times(_tensors.ContainsKey("output.weight") ? "output.weight" : "token_embd.weight", Norm(x, "output_norm.weight"));
            var most = logits.Max();
            var normaliser = most + Math.Log(logits.Sum(logit => Math.Exp(logit - most)));
            rows.Add([.. logits.Select(logit => logit - normaliser)]);
        }

        return rows;
    }

    private double[] Attend(double[] query, List<double[]> keys, List<double[]> values)
    {
        var result = new double[_width];
        for (var head = 0; head < _heads; head++)
        {
            var shared = head / (_heads / _keyHeads) * _headWidth;
            var own = head * _headWidth;
            var weights = keys.Select(key => Enumerable.Range(0, _headWidth).Sum(i => query[own + i] * key[shared + i]) / Math.Sqrt(_headWidth)).ToArray();
            var most = weights.Max();
            var sum = weights.Sum(weight => Math.Exp(weight - most));
            for (var t = 0; t < weights.Length; t++)
            {
                var share = Math.Exp(weights[t] - most) / sum;
                for (var i = 0; i < _headWidth; i++)
                {
                    result[own + i] += share * values[t][shared + i];
                }
            }
        }

        return result;
    }

    private void Rotate(double[] vector, int position)
    {
        for (var i = 0; i < vector.Length; i += 2)
        {
            var angle = position * Math.Pow(_ropeBase, -(double)(i % _headWidth) / _headWidth);
            var (sin, cos) = Math.SinCos(angle);
            (vector[i], vector[i + 1]) = ((vector[i] * cos) - (vector[i + 1] * sin), (vector[i] * sin) + (vector[i + 1] * cos));
        }
    }

    private double[] Norm(double[] x, string weight)
    {
        var scale = 1 / Math.Sqrt((x.Sum(value => value * value) / x.Length) + _epsilon);
        return [.. x.Zip(_tensors[weight], (value, factor) => value * scale * factor)];
    }

    private double[] Times(string name, double[] x)
    {
        var matrix = _tensors[name];
        var result = new double[matrix.Length / x.Length];
        for (var row = 0; row < result.Length; row++)
        {
            for (var column = 0; column < x.Length; column++)
            {
                result[row] += matrix[(row * x.Length) + column] * x[column];
            }
        }

        return result;
    }

    private static void Add(double[] x, double[] more)
    {
        for (var i = 0; i < x.Length; i++)
        {
            x[i] += more[i];
        }
    }

    private int Number(string key) => Convert.ToInt32(_metadata[key], System.Globalization.CultureInfo.InvariantCulture);

    private void Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        reader.ReadUInt32();
        reader.ReadUInt32();
        var tensors = reader.ReadInt64();
        var entries = reader.ReadInt64();
        for (var i = 0; i < entries; i++)
        {
            var key = Text(reader);
            _metadata[key] = Value(reader, reader.ReadInt32());
        }

        var places = new List<(string Name, long Count, long Offset)>();
        for (var i = 0; i < tensors; i++)
        {
            var name = Text(reader);
            var count = 1L;
            var dimensions = reader.ReadInt32();
            for (var d = 0; d < dimensions; d++)
            {
                count *= reader.ReadInt64();
            }

            Assert.Equal(0, reader.ReadInt32());
            places.Add((name, count, reader.ReadInt64()));
        }

        var data = (reader.BaseStream.Position + 31) / 32 * 32;
        foreach (var (name, count, offset) in places)
        {
            reader.BaseStream.Position = data + offset;
            var bytes = reader.ReadBytes((int)count * sizeof(float));
            _tensors[name] = new float[count];
            Buffer.BlockCopy(bytes, 0, _tensors[name], 0, bytes.Length);
        }
    }

    private static string Text(BinaryReader reader) => Encoding.UTF8.GetString(reader.ReadBytes((int)reader.ReadInt64()));

    private static object Value(BinaryReader reader, int type) => type switch
    {
        0 => reader.ReadByte(),
        1 => reader.ReadSByte(),
        2 => reader.ReadUInt16(),
        3 => reader.ReadInt16(),
        4 => reader.ReadUInt32(),
        5 => reader.ReadInt32(),
        6 => reader.ReadSingle(),
        7 => reader.ReadByte() != 0,
        8 => Text(reader),
        9 => List(reader),
        10 => reader.ReadUInt64(),
        11 => reader.ReadInt64(),
        _ => reader.ReadDouble(),
    };

    private static List<object> List(BinaryReader reader)
    {
        var type = reader.ReadInt32();
        var count = reader.ReadInt64();
        var list = new List<object>();
        for (var i = 0L; i < count; i++)
        {
            list.Add(Value(reader, type));
        }

        return list;
    }
}
