using CsCheck;
using Workbench.Core.Language;
using Workbench.Core.Log;

namespace Workbench.Tests.Log;

public sealed class LogPackTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(700)]
    public void Verify_WholePack_IsOk(int size)
    {
        using var pack = PackFolder.Of(size);

        var verified = LogPackCheck.Verify(pack.Folder);

        Assert.True(verified.Ok, verified.Problem?.ToString());
        Assert.Equal((size, Convert.ToHexStringLower(MerkleTree.Root(pack.Entries.Select(entry => MerkleTree.LeafHash(entry)).ToArray()))), ((int)verified.Size, verified.Root));
    }

    [Fact]
    public void Verify_OneByteOfOneEntryChanged_NamesItsIndex()
    {
        using var pack = PackFolder.Of(300);

        Gen.Select(Gen.Int[0, 299], Gen.Int[0, 1000], Gen.Byte[1, 255]).Sample((index, offset, flip) =>
        {
            var bundle = index / TilePath.Width;
            var start = pack.Entries.Skip(bundle * TilePath.Width).Take(index % TilePath.Width).Sum(entry => 2 + entry.Length);
            var undo = pack.Damage(TilePath.Of(null, bundle, bundle == 0 ? 256 : 44), start + offset % (2 + pack.Entries[index].Length), flip);
            var verified = LogPackCheck.Verify(pack.Folder);
            undo();
            return verified.FirstBad == index && !verified.Ok;
        }, iter: 60, threads: 1);
    }

    [Theory]
    [InlineData("tile/0/000", 65 * 32 + 5, 65)]
    [InlineData("tile/0/001.p/44", 3, 256)]
    [InlineData("tile/1/000.p/1", 3, null)]
    [InlineData("checkpoint", 20, null)]
    [InlineData("checkpoints/150", 40, null)]
    public void Verify_OneByteOfAnotherFileChanged_Fails(string path, int at, int? firstBad)
    {
        using var pack = PackFolder.Of(300);
        pack.Damage(path, at, 0x01);

        var verified = LogPackCheck.Verify(pack.Folder);

        Assert.False(verified.Ok);
        Assert.Equal(firstBad, verified.FirstBad);
    }

    [Theory]
    [InlineData("tile/entries/000")]
    [InlineData("tile/0/001.p/44")]
    public void Verify_BytesAfterTheLast_Fail(string path)
    {
        using var pack = PackFolder.Of(300);
        File.AppendAllBytes(Path.Combine(pack.Folder, path), new byte[32]);

        Assert.False(LogPackCheck.Verify(pack.Folder).Ok);
    }

    [Fact]
    public void Verify_PackOfAnotherKey_Fails()
    {
        using var pack = PackFolder.Of(3);
        using var other = PackFolder.Of(3);

        Assert.False(LogPackCheck.Verify(pack.Folder, LogVerifier.Parse(File.ReadAllText(Path.Combine(other.Folder, LogPack.KeyFile)))).Ok);
    }

    [Fact]
    public void Verify_FolderThatIsNotThere_IsBadInput() => Assert.Throws<InputException>(() => LogPackCheck.Verify("/no/such/folder"));

    [Fact]
    public void Write_FolderWithSomethingElse_IsRefusedAndKept()
    {
        using var pack = PackFolder.Of(3);
        var notes = Path.Combine(pack.Folder, "notes.txt");
        File.WriteAllText(notes, "mine");
        var verifier = LogVerifier.Parse(File.ReadAllText(Path.Combine(pack.Folder, LogPack.KeyFile)))!;

        Assert.Throws<InputException>(() => LogPack.Write(pack.Folder, [], "", new LogVerifiers(verifier, [])));
        Assert.True(File.Exists(notes));
    }

    [Theory]
    [InlineData(0, "tile/0/000")]
    [InlineData(1234067, "tile/0/x001/x234/067")]
    public void Path_OfATile_HasThreeDigitsAFolder(long index, string path) => Assert.Equal(path, TilePath.Of(0, index, TilePath.Width));
}
