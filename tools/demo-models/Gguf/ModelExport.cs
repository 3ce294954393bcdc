using DemoModels.Corpus;
using DemoModels.Network;

namespace DemoModels.Gguf;

/// <param name="Title">general.name.</param>
internal sealed record About(string Title, string Description);

/// <summary>Writes what was trained as files that llama.cpp reads.</summary>
internal static class ModelExport
{
    /// <summary>ChatML with the prompt for an answer.</summary>
    public const string ChatTemplate = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private const string Architecture = "llama";

    /// <summary>Matrices as F16, norms as F32.</summary>
    public static void Model(string path, LlamaNetwork network, Tokenizer tokenizer, About about)
    {
        var writer = new GgufWriter();
        General(writer, "model", about);
        writer.Field("general.file_type", 1u);
        var shape = network.Shape;
        writer.Field($"{Architecture}.context_length", (uint)shape.Context);
        writer.Field($"{Architecture}.embedding_length", (uint)shape.Width);
        writer.Field($"{Architecture}.block_count", (uint)shape.Layers);
        writer.Field($"{Architecture}.feed_forward_length", (uint)shape.Hidden);
        writer.Field($"{Architecture}.attention.head_count", (uint)shape.Heads);
        writer.Field($"{Architecture}.attention.head_count_kv", (uint)shape.Heads);
        writer.Field($"{Architecture}.rope.dimension_count", (uint)shape.HeadWidth);
        writer.Field($"{Architecture}.rope.freq_base", Shape.RopeBase);
        writer.Field($"{Architecture}.attention.layer_norm_rms_epsilon", Shape.Epsilon);
        writer.Field($"{Architecture}.vocab_size", (uint)shape.Vocabulary);
        Words(writer, tokenizer);
        foreach (var (name, tensor) in network.Tensors)
        {
            writer.Tensor(name, network.Values(name), tensor.shape, half: tensor.shape.Length == 2);
        }

        writer.Save(path);
    }

    /// <summary>Both factors of each matrix as F32: llama.cpp adds lora_b·(lora_a·x) times alpha over rank.</summary>
    public static void Adapter(string path, LowRank adapter, About about)
    {
        var writer = new GgufWriter();
        General(writer, "adapter", about);
        writer.Field("general.file_type", 0u);
        writer.Field("adapter.type", "lora");
        writer.Field("adapter.lora.alpha", adapter.Alpha);
        foreach (var (name, tensor) in adapter.Tensors)
        {
            writer.Tensor(name, [.. tensor.detach().contiguous().data<float>()], tensor.shape, half: false);
        }

        writer.Save(path);
    }

    private static void General(GgufWriter writer, string type, About about)
    {
        writer.Field("general.architecture", Architecture);
        writer.Field("general.type", type);
        writer.Field("general.name", about.Title);
        writer.Field("general.description", about.Description);
        writer.Field("general.author", "The Workbench project");
        writer.Field("general.license", "mit");
        writer.Field("general.languages", (string[])["en", "zh"]);
        writer.Field("general.tags", (string[])["demonstration"]);
    }

    private static void Words(GgufWriter writer, Tokenizer tokenizer)
    {
        writer.Field("tokenizer.ggml.model", "llama");
        writer.Field("tokenizer.ggml.pre", "default");
        writer.Field("tokenizer.ggml.tokens", (string[])[.. tokenizer.Tokens.Select(token => token.Text)]);
        writer.Field("tokenizer.ggml.scores", (float[])[.. tokenizer.Tokens.Select(token => token.Score)]);
        writer.Field("tokenizer.ggml.token_type", (int[])[.. tokenizer.Tokens.Select(token => (int)token.Kind)]);
        writer.Field("tokenizer.ggml.bos_token_id", (uint)Tokenizer.StartId);
        writer.Field("tokenizer.ggml.eos_token_id", (uint)Tokenizer.ChatEndId);
        writer.Field("tokenizer.ggml.unknown_token_id", (uint)Tokenizer.UnknownId);
        writer.Field("tokenizer.ggml.padding_token_id", (uint)Tokenizer.PaddingId);
        writer.Field("tokenizer.ggml.add_bos_token", false);
        writer.Field("tokenizer.ggml.add_eos_token", false);
        writer.Field("tokenizer.ggml.add_space_prefix", false);
        writer.Field("tokenizer.chat_template", ChatTemplate);
    }
}
