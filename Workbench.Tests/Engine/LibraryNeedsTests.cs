using Workbench.Core.Inference.Engine;

namespace Workbench.Tests.Engine;

public sealed class LibraryNeedsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("needs").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("linux-x64/native/avx2/libggml.so", "libggml-base.so libggml-cpu.so")]
    [InlineData("linux-arm64/native/libggml.so", "libggml-base.so libggml-cpu.so")]
    [InlineData("win-x64/native/avx2/ggml.dll", "ggml-base.dll ggml-cpu.dll")]
    public void Of_AnEngineLibrary_NamesItsParts(string library, string parts)
    {
        var needs = LibraryNeeds.Of(Path.Combine(AppContext.BaseDirectory, "runtimes", library));

        Assert.NotNull(needs);
        Assert.Equal(parts, string.Join(' ', needs.Value.Where(static name => name.Contains("ggml", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
        Assert.True(needs.Value.Length > 2, "The system's own are named too.");
    }

    [Fact]
    public void Of_NoLibrary_IsNull()
    {
        Assert.Null(LibraryNeeds.Of(Path.Combine(_folder, "none.so")));
        foreach (var text in (string[])["", "\u007fEL", "\u007fELF", "MZ", "a text that is long enough to be read as a header, which it is not, and then some more of it"])
        {
            var path = Path.Combine(_folder, "text.so");
            File.WriteAllText(path, text);
            Assert.Null(LibraryNeeds.Of(path));
        }
    }

    [Fact]
    public void Of_DamagedLibrary_IsNullOrNames_AndNeverThrows()
    {
        var whole = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "runtimes/linux-x64/native/avx2/libggml.so"));
        var path = Path.Combine(_folder, "damaged.so");
        for (var round = 0; round < 200; round++)
        {
            var bytes = (byte[])whole.Clone();
            var random = new Random(round);
            for (var i = 0; i < 8; i++)
            {
                bytes[random.Next(1024)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(path, round % 4 == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            Assert.True(LibraryNeeds.Of(path) is null or { Length: <= 4096 });
        }
    }
}
