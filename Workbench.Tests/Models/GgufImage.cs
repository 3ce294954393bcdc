using System.Text;

namespace Workbench.Tests.Models;

/// <summary>Writes small GGUF files byte by byte, good ones and any kind of bad one.</summary>
internal sealed class GgufImage
{
    private readonly List<byte[]> _entries = [];
    private readonly List<(string Name, ulong[] Shape, uint Type, byte[] Data)> _tensors = [];
    private ulong _count;

    public uint Version { get; init; } = 3;

    /// <summary>A <c>llama</c> model with random-free (zero) weights, complete and loadable.</summary>
    public static GgufImage Llama(int width = 8, int blocks = 2, int heads = 2, int inner = 16, IReadOnlyDictionary<string, object?>? changed = null, string? without = null)
    {
        var image = new GgufImage();
        List<string> tokens = ["<unk>", "<s>", "</s>", .. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>"), "a"];
        var fields = new Dictionary<string, object?>
        {
            ["general.architecture"] = "llama",
            ["general.name"] = "tiny",
            ["general.license"] = "mit",
            ["general.file_type"] = 0u,
            ["llama.context_length"] = 64u,
            ["llama.embedding_length"] = (uint)width,
            ["llama.block_count"] = (uint)blocks,
            ["llama.feed_forward_length"] = (uint)inner,
            ["llama.attention.head_count"] = (uint)heads,
            ["llama.attention.head_count_kv"] = (uint)heads,
            ["llama.attention.layer_norm_rms_epsilon"] = 1e-5f,
            ["tokenizer.ggml.model"] = "llama",
            ["tokenizer.ggml.tokens"] = tokens.ToArray(),
            ["tokenizer.ggml.scores"] = new float[tokens.Count],
            ["tokenizer.ggml.token_type"] = Enumerable.Repeat(1, tokens.Count).ToArray(),
            ["tokenizer.chat_template"] = "{{ messages[0].content }}",
        };
        foreach (var (key, value) in changed ?? new Dictionary<string, object?>())
        {
            fields[key] = value;
        }

        foreach (var (key, value) in fields.Where(field => field.Value is not null))
        {
            image.Field(key, value!);
        }

        void Add(string name, params ulong[] shape)
        {
            if (name != without)
            {
                image.Tensor(name, shape);
            }
        }

        var (w, f) = ((ulong)width, (ulong)inner);
        Add("token_embd.weight", w, (ulong)tokens.Count);
        for (var i = 0; i < blocks; i++)
        {
            foreach (var name in (string[])["attn_q", "attn_k", "attn_v", "attn_output"])
            {
                Add($"blk.{i}.{name}.weight", w, w);
            }

            Add($"blk.{i}.attn_norm.weight", w);
            Add($"blk.{i}.ffn_norm.weight", w);
            Add($"blk.{i}.ffn_gate.weight", w, f);
            Add($"blk.{i}.ffn_up.weight", w, f);
            Add($"blk.{i}.ffn_down.weight", f, w);
        }

        Add("output_norm.weight", w);
        return image;
    }

    /// <summary>A small model of another family in the layout of <c>llama</c>, with the family's own biases and norms.</summary>
    public static GgufImage Family(string family, string? without = null, params (string Name, ulong[] Shape)[] instead)
    {
        const ulong Width = 32, Inner = 64, Heads = 4, KeyHeads = 2, Head = 8;
        var image = new GgufImage();
        string[] tokens = ["<unk>", "<s>", "</s>", "a", "b", "c", "d", "e"];
        image.Field("general.architecture", family).Field($"{family}.context_length", 64u).Field($"{family}.embedding_length", (uint)Width).Field($"{family}.block_count", 2u)
            .Field($"{family}.feed_forward_length", (uint)Inner).Field($"{family}.attention.head_count", (uint)Heads).Field($"{family}.attention.head_count_kv", (uint)KeyHeads)
            .Field($"{family}.attention.layer_norm_rms_epsilon", 1e-5f).Field("tokenizer.ggml.model", "gpt2").Field("tokenizer.ggml.tokens", tokens).Field("tokenizer.ggml.merges", new[] { "a b" });
        var isFused = family == "phi3";
        Add("token_embd.weight", Width, (ulong)tokens.Length);
        for (var block = 0; block < 2; block++)
        {
            void Layer(string name, params ulong[] shape) => Add($"blk.{block}.{name}", shape);
            Layer("attn_norm.weight", Width);
            if (isFused)
            {
                Layer("attn_qkv.weight", Width, Head * (Heads + (2 * KeyHeads)));
            }
            else
            {
                Layer("attn_q.weight", Width, Head * Heads);
                Layer("attn_k.weight", Width, Head * KeyHeads);
                Layer("attn_v.weight", Width, Head * KeyHeads);
            }

            if (family == "qwen2")
            {
                Layer("attn_q.bias", Head * Heads);
                Layer("attn_k.bias", Head * KeyHeads);
                Layer("attn_v.bias", Head * KeyHeads);
            }

            if (family is "qwen3" or "gemma3")
            {
                Layer("attn_q_norm.weight", Head);
                Layer("attn_k_norm.weight", Head);
            }

            Layer("attn_output.weight", Head * Heads, Width);
            Layer("ffn_norm.weight", Width);
            if (!isFused)
            {
                Layer("ffn_gate.weight", Width, Inner);
            }

            Layer("ffn_up.weight", Width, isFused ? 2 * Inner : Inner);
            Layer("ffn_down.weight", Inner, Width);
        }

        Add("output_norm.weight", Width);
        return image;

        void Add(string name, params ulong[] shape)
        {
            if (name != without)
            {
                image.Tensor(name, instead.FirstOrDefault(other => other.Name == name).Shape ?? shape);
            }
        }
    }

    public GgufImage Field(string key, object value)
    {
        using var entry = new MemoryStream();
        using var writer = new BinaryWriter(entry);
        Text(writer, key);
        writer.Write(TypeOf(value));
        Value(writer, value);
        writer.Flush();
        _entries.Add(entry.ToArray());
        _count++;
        return this;
    }

    public GgufImage Tensor(string name, ulong[] shape, uint type = 0)
    {
        var bytes = shape.Aggregate(1UL, (product, size) => product * size) * (type == 0 ? 4UL : 2UL);
        _tensors.Add((name, shape, type, new byte[bytes]));
        return this;
    }

    public GgufImage Tensor(string name, ulong[] shape, float[] numbers)
    {
        _tensors.Add((name, shape, 0, System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray()));
        return this;
    }

    public byte[] ToArray()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("GGUF"u8);
        writer.Write(Version);
        writer.Write((ulong)_tensors.Count);
        writer.Write(_count);
        _entries.ForEach(writer.Write);
        var offset = 0UL;
        foreach (var (name, shape, type, data) in _tensors)
        {
            Text(writer, name);
            writer.Write((uint)shape.Length);
            foreach (var size in shape)
            {
                writer.Write(size);
            }

            writer.Write(type);
            writer.Write(offset);
            offset += ((ulong)data.Length + 31) / 32 * 32;
        }

        foreach (var tensor in _tensors)
        {
            writer.Write(new byte[(32 - (stream.Position % 32)) % 32]);
            writer.Write(tensor.Data);
        }

        return stream.ToArray();
    }

    private static uint TypeOf(object value) => value switch
    {
        byte => 0,
        uint => 4,
        int => 5,
        float => 6,
        bool => 7,
        string => 8,
        Array => 9,
        ulong => 10,
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    private static void Value(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case byte number: writer.Write(number); break;
            case uint number: writer.Write(number); break;
            case int number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case ulong number: writer.Write(number); break;
            case bool flag: writer.Write(flag); break;
            case string text: Text(writer, text); break;
            case Array array:
                writer.Write(array.Length == 0 ? 8u : TypeOf(array.GetValue(0)!));
                writer.Write((ulong)array.Length);
                foreach (var item in array)
                {
                    Value(writer, item);
                }

                break;
        }
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
