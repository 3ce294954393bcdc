using System.Text.Json;
using Workbench.Core.Log;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Log;

public sealed class MerkleVectorTests
{
    private static readonly byte[][] Leaves = [.. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }.Select(Convert.FromHexString)];

    [Fact]
    public void Hashes_OfKnownInputs_AreThoseOfTheReference()
    {
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Hex(MerkleTree.EmptyRoot));
        Assert.Equal("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", Hex(MerkleTree.LeafHash([])));
        Assert.Equal("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56", Hex(MerkleTree.LeafHash("L123456"u8)));
    }

    [Theory]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Root_OfTheFirstLeaves_IsThatOfTheReference(int size, string root)
    {
        Assert.Equal(root, Hex(MerkleTree.Root(Hashes(size))));
    }

    [Fact]
    public void VerifyInclusion_OnEveryVector_AgreesWithTheReference() =>
        CheckAll("inclusion", 98, vector => MerkleProof.IncludesLeaf(
            Number(vector, "leafIdx"), Number(vector, "treeSize"), Hash(vector, "leafHash"), Proof(vector), Hash(vector, "root")));

    [Fact]
    public void VerifyConsistency_OnEveryVector_AgreesWithTheReference() =>
        CheckAll("consistency", 98, vector => MerkleProof.IsConsistent(
            Number(vector, "size1"), Number(vector, "size2"), Hash(vector, "root1"), Hash(vector, "root2"), Proof(vector)));

    [Fact]
    public void Proofs_OfEveryPositionInTreesUpTo40_Verify()
    {
        var leaves = Hashes(40);
        for (var size = 1; size <= 40; size++)
        {
            var root = MerkleTree.Root(leaves.AsSpan(0, size));
            for (var at = 0; at < size; at++)
            {
                Assert.True(MerkleProof.IncludesLeaf((ulong)at, (ulong)size, leaves[at], MerkleTree.InclusionProof(at, leaves.AsSpan(0, size)), root));
                Assert.True(MerkleProof.IsConsistent((ulong)at + 1, (ulong)size, MerkleTree.Root(leaves.AsSpan(0, at + 1)), root, MerkleTree.ConsistencyProof(at + 1, leaves.AsSpan(0, size))));
            }
        }
    }

    private static void CheckAll(string kind, int expected, Func<JsonElement, bool> verify)
    {
        var marker = RepositoryPaths.SharedFile("data/rfc6962-vectors/SOURCE.txt");
        var files = Directory.GetFiles(Path.Combine(Path.GetDirectoryName(marker)!, "testdata", kind), "*.json", SearchOption.AllDirectories);
        Assert.Equal(expected, files.Length);
        var wrong = files.Where(file =>
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            return verify(document.RootElement) == document.RootElement.GetProperty("wantErr").GetBoolean();
        });
        Assert.Empty(wrong);
    }

    private static JsonElement[] Items(JsonElement vector) =>
        vector.TryGetProperty("proof", out var proof) && proof.ValueKind == JsonValueKind.Array ? [.. proof.EnumerateArray()] : [];

    private static ulong Number(JsonElement vector, string name) => vector.GetProperty(name).GetUInt64();

    private static byte[] Hash(JsonElement vector, string name) => Hash(vector.GetProperty(name));

    private static byte[] Hash(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetBytesFromBase64() : [];

    private static List<byte[]> Proof(JsonElement vector) => [.. Items(vector).Select(Hash)];

    private static byte[][] Hashes(int size) => [.. Enumerable.Range(0, size).Select(at => MerkleTree.LeafHash(at < Leaves.Length ? Leaves[at] : [(byte)at]))];

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
