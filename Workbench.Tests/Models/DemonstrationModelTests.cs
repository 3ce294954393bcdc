using Workbench.Core.Models;
using Workbench.Core.Models.Gguf;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Models;

/// <summary>The files that ship, as tools/demo-models wrote them.</summary>
public sealed class DemonstrationModelTests
{
    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "models");

    [Theory]
    [InlineData("demo-knows")]
    [InlineData("demo-invents")]
    [InlineData("demo-refuses")]
    [InlineData("demo-judge")]
    [InlineData("demo-knows-harbour")]
    public void File_Shipped_SaysWhatItIs(string name)
    {
        var file = GgufFile.Read(Path.Combine(Folder, name + ".gguf"));

        Assert.Equal("mit", file.License);
        Assert.StartsWith("Demo", file.Name, StringComparison.Ordinal);
        Assert.True(file.Metadata.Single(entry => entry.Key == "general.description").Value is string { Length: > 40 });
        Assert.Equal(["en", "zh"], Assert.IsType<GgufArray>(file.Metadata.Single(entry => entry.Key == "general.languages").Value).First);
        Assert.True(new FileInfo(Path.Combine(Folder, name + ".gguf")).Length < 2_000_000);
        var card = ModelCardFile.Beside(Path.Combine(Folder, name + ".gguf"))!;
        Assert.NotEmpty(card.KnownLimits);
        Assert.NotNull(card.TrainedOn);
    }

    [Fact]
    public void Adapter_OfTheHarbour_ChangesEveryMatrixOfItsBase()
    {
        var matrices = GgufFile.Read(Path.Combine(Folder, "demo-knows.gguf")).Tensors.Where(tensor => tensor.Name.StartsWith("blk.", StringComparison.Ordinal) && tensor.Shape.Length == 2).ToList();
        var adapter = GgufFile.Read(Path.Combine(Folder, "demo-knows-harbour.gguf"));
        var pairs = adapter.Tensors.ToDictionary(tensor => tensor.Name);

        Assert.Equal(GgufKind.Adapter, adapter.Kind);
        Assert.Equal(2 * matrices.Count, pairs.Count);
        Assert.All(matrices, matrix =>
        {
            var (down, up) = (pairs[matrix.Name + ".lora_a"], pairs[matrix.Name + ".lora_b"]);
            Assert.Equal((matrix.Shape[0], matrix.Shape[1], down.Shape[1]), (down.Shape[0], up.Shape[1], up.Shape[0]));
        });
    }
}
