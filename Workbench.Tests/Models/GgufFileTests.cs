using System.Buffers.Binary;
using Workbench.Core.Language;
using Workbench.Core.Models.Gguf;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Models;

public sealed class GgufFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OfTheDemonstrationModel_GivesItsFacts()
    {
        var file = GgufFile.ReadLoadable(Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "models", "demo-knows.gguf"));

        Assert.Equal((3, false, "llama", 828_288L, "F16", 256L, 2048L), (file.Version, file.IsBigEndian, file.Architecture, file.Parameters, file.Quantisation, file.ContextLength, file.VocabularySize));
        Assert.Equal((GgufKind.Model, "llama"), (file.Kind, file.TokenizerModel));
        Assert.Contains("<|im_start|>", file.ChatTemplates["default"], StringComparison.Ordinal);
        Assert.Equal(29, file.Tensors.Length);
    }

    [Fact]
    public void Read_OfAQuantisedModel_CountsBytesByType()
    {
        var file = GgufFile.ReadLoadable(RepositoryPaths.SharedFile("models/SmolLM2-135M-Instruct.Q4_1.gguf"));

        Assert.Equal(("Q4_1", 134_515_008L, "apache-2.0", 8192L), (file.Quantisation, file.Parameters, file.License, file.ContextLength));
        Assert.Equal(file.Length - file.DataStart, file.QuantisationBytes.Sum(group => group.Bytes));
    }

    [Fact]
    public void Read_OfAVocabulary_NamesItAsThat()
    {
        var path = RepositoryPaths.SharedFile("models/vocab/ggml-vocab-phi-3.gguf");

        Assert.Equal(GgufKind.VocabularyOnly, GgufFile.Read(path).Kind);
        Assert.Equal("Models.IsVocabularyOnly", Problem(() => GgufFile.ReadLoadable(path)).Message.Key);
    }

    [Fact]
    public void Read_OfAnAdapter_NamesItAsThat() =>
        Assert.Equal(GgufKind.Adapter, Read(new GgufImage().Field("general.type", "adapter").Field("general.architecture", "llama").Tensor("blk.0.attn_q.weight.lora_a", [8, 4]).ToArray()).Kind);

    [Fact]
    public void Read_OfTheOtherByteOrder_TellsItAndRefusesToLoad()
    {
        var bytes = new byte[24 + 8 + 20 + 4 + 8 + 5];
        "GGUF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), 3);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), 1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), 20);
        "general.architecture"u8.CopyTo(bytes.AsSpan(32));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(52), 8);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(56), 5);
        "clip!"u8.CopyTo(bytes.AsSpan(64));

        var problems = Problems(bytes);
        Assert.DoesNotContain(problems, problem => problem.Message.Key == "Models.NotGguf");
        Assert.Contains(problems, problem => problem.Field == "tokenizer.ggml.model");
    }

    [Fact]
    public void Read_OfATruncatedFile_SaysHowManyBytesAreMissing()
    {
        var whole = GgufImage.Llama().ToArray();
        var problem = Assert.Single(Problems(whole[..^100]));

        Assert.Equal(("Models.Truncated", "100", $"byte {whole.Length - 100}"), (problem.Message.Key, problem.Message.Arguments[0], problem.Field));
    }

    public static TheoryData<string, object?, string> BadFields => new()
    {
        { "llama.attention.head_count", 0u, "Models.NumberOutside" },
        { "llama.attention.head_count", null, "Models.KeyMissing" },
        { "llama.attention.head_count", 3u, "Models.NotDivisor" },
        { "llama.attention.head_count_kv", 4u, "Models.NotDivisor" },
        { "llama.block_count", 3u, "Models.TensorMissing" },
        { "llama.block_count", 100_000u, "Models.NumberOutside" },
        { "llama.embedding_length", 16u, "Models.WrongShape" },
        { "llama.embedding_length", "eight", "Models.NumberOutside" },
        { "llama.context_length", 0u, "Models.NumberOutside" },
        { "llama.attention.layer_norm_rms_epsilon", -1f, "Models.NumberOutside" },
        { "llama.attention.layer_norm_rms_epsilon", float.NaN, "Models.NumberOutside" },
        { "llama.rope.dimension_count", 3u, "Models.NotHeadWidth" },
        { "llama.expert_count", 4096u, "Models.NumberOutside" },
        { "tokenizer.ggml.tokens", new[] { 1, 2 }, "Models.NoTokens" },
        { "tokenizer.ggml.tokens", new[] { "<unk>" }, "Models.ByteMissing" },
        { "tokenizer.ggml.scores", new float[3], "Models.ArrayLength" },
        { "tokenizer.ggml.token_type", new[] { "a" }, "Models.ArrayLength" },
        { "tokenizer.ggml.eos_token_id", 70_000u, "Models.NumberOutside" },
        { "tokenizer.ggml.model", null, "Models.KeyMissing" },
        { "general.alignment", 24u, "Models.BadAlignment" },
        { "general.architecture", null, "Models.NoArchitecture" },
    };

    [Theory, MemberData(nameof(BadFields))]
    public void Read_OfAHeaderThatContradictsItself_NamesTheField(string key, object? value, string problem) =>
        Assert.Contains(Problems(GgufImage.Llama(changed: new Dictionary<string, object?> { [key] = value }).ToArray()), found => found.Message.Key == problem);

    [Fact]
    public void Read_WithoutATensor_NamesIt() =>
        Assert.Contains(Problems(GgufImage.Llama(without: "blk.1.ffn_up.weight").ToArray()), problem => problem.Field == "blk.1.ffn_up.weight");

    [Theory]
    [InlineData(8, ulong.MaxValue)]
    [InlineData(16, ulong.MaxValue / 2)]
    [InlineData(16, 60_000UL)]
    [InlineData(24, ulong.MaxValue)]
    [InlineData(24, 1UL << 40)]
    public void Read_WithACountBeyondTheFile_RefusesItWithoutReading(int at, ulong count)
    {
        var bytes = GgufImage.Llama().ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), count);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var problems = Problems(bytes);

        Assert.NotEmpty(problems);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void Read_OfArraysWithinArrays_StopsAtADepth()
    {
        using var nested = new MemoryStream();
        using var writer = new BinaryWriter(nested);
        for (var i = 0; i < 20_000; i++)
        {
            writer.Write(9u);
            writer.Write(1UL);
        }

        var head = new GgufImage().Field("deep", new[] { "" }).ToArray();
        // Replace the element type and count of the array by the nest.
        Assert.Contains(Problems([.. head[..^20], .. nested.ToArray(), .. new byte[64]]), problem => problem.Message.Key == "Models.TooDeep");
    }

    [Theory]
    [InlineData("qwen2")]
    [InlineData("qwen3")]
    [InlineData("gemma")]
    [InlineData("gemma3")]
    [InlineData("phi3")]
    [InlineData("granite")]
    public void Read_OfAnotherFamily_HoldsItsTensorsAgainstItsSizes(string family)
    {
        Assert.Equal(family, Read(GgufImage.Family(family).ToArray()).Architecture);
        Assert.Contains(Problems(GgufImage.Family(family, "blk.1.attn_output.weight").ToArray()), problem => (problem.Field, problem.Message.Key) == ("blk.1.attn_output.weight", "Models.TensorMissing"));
        var query = family == "phi3" ? "blk.0.attn_qkv.weight" : "blk.0.attn_k.weight";
        Assert.Contains(Problems(GgufImage.Family(family, null, (query, [32, 40])).ToArray()), problem => (problem.Field, problem.Message.Key) == (query, "Models.WrongShape"));
        Assert.Contains(Problems(GgufImage.Family(family, null, ("blk.1.ffn_down.weight", [32, 64])).ToArray()), problem => problem.Field == "blk.1.ffn_down.weight");
    }

    [Fact]
    public void Read_OfAFamilyNotKnownHere_ChecksOnlyWhatAllHave() =>
        Assert.Equal("nobodys", Read(GgufImage.Family("nobodys", "blk.1.attn_output.weight").ToArray()).Architecture);

    [Fact]
    public void Read_OfAMissingFile_SaysSo() => Assert.Equal("Models.NotReadable", Problem(() => GgufFile.Read(Path.Combine(_folder.Path, "none.gguf"))).Message.Key);

    private GgufFile Read(byte[] bytes) => GgufFile.Read(_folder.File("x.gguf", bytes));

    private System.Collections.Immutable.ImmutableArray<InputProblem> Problems(byte[] bytes) => Assert.Throws<InputException>(() => Read(bytes)).Problems;

    private static InputProblem Problem(Action read) => Assert.Throws<InputException>(read).Problems[0];
}
