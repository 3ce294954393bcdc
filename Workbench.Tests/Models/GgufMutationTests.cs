using Workbench.Core.Language;
using Workbench.Core.Models.Fit;
using Workbench.Core.Models.Gguf;

namespace Workbench.Tests.Models;

public sealed class GgufMutationTests
{
    private const int Files = 20_000;
    private const long MostAllocated = 24 << 20;

    [Fact]
    public void Read_OfTwentyThousandDamagedHeaders_EndsWithAMessageInBoundedMemory()
    {
        byte[][] images = [GgufImage.Llama().ToArray(), GgufImage.Llama(blocks: 4, heads: 4, inner: 32).ToArray(), GgufImage.Family("qwen2").ToArray(), new GgufImage().Field("general.type", "adapter").Field("general.architecture", "llama").Field("nested", new[] { "a", "b" }).Tensor("blk.0.attn_q.weight.lora_a", [8, 4]).ToArray()];
        var random = new Random(20261125);
        GgufMutation[] mutations = [.. images.Select(image => new GgufMutation(image, Math.Max(64, image.Length - 4096), random))];
        var messages = new HashSet<string>(StringComparer.Ordinal);
        var (most, good) = (0L, 0);
        for (var i = 0; i < Files; i++)
        {
            using var stream = new MemoryStream(mutations[i % mutations.Length].Next());
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var file = GgufFile.Read(stream, "damaged.gguf");
                MemoryFit.Estimate(file, file.Tensors, new FitShape(256, 4));
                good++;
            }
            catch (InputException exception)
            {
                Assert.InRange(exception.Problems.Length, 1, 20);
                foreach (var problem in exception.Problems)
                {
                    messages.Add(problem.Message.Key);
                    Assert.NotEqual(problem.Message.Key, problem.Message.ToString());
                }
            }

            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(most, 0, MostAllocated);
        Assert.InRange(good, 1, Files / 2);
        Assert.True(messages.Count >= 20, string.Join(", ", messages.Order()));
        TestContext.Current.TestOutputHelper?.WriteLine($"{good} of {Files} still readable, {messages.Count} kinds of message, most allocated by one {most >> 10} KiB");
    }
}
