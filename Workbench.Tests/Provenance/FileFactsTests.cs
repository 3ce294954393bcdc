using Workbench.Core.Models;
using Workbench.Core.Provenance;
using Workbench.Tests.Models;

namespace Workbench.Tests.Provenance;

public sealed class FileFactsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_Metadata_PrefillsTheCardWithItsKeys()
    {
        var card = Card(new()
        {
            ["general.organization"] = "Lab",
            ["general.license"] = "apache-2.0",
            ["general.license.link"] = "https://example.org/licence",
            ["general.quantized_by"] = "somebody",
            ["general.languages"] = new[] { "zh", "en" },
            ["general.datasets"] = new[] { "set one", "set two" },
            ["general.base_model.count"] = 1u,
            ["general.base_model.0.name"] = "Base 7B",
            ["general.base_model.0.organization"] = "Other Lab",
        });

        Assert.Equal(("Lab", "apache-2.0", "somebody", "set one, set two"), (card.Value("developer"), card.Value("license"), card.Value("quantisedBy"), card.Value("trainingData")));
        Assert.Equal(["zh", "en"], card.Values("languages"));
        Assert.Equal("general.organization", card.Facts.Single(fact => fact.Field.Name == "developer").Said[0].Key);
        Assert.Equal((LineageKind.FineTune, "Other Lab/Base 7B", FactSource.File), (card.Links[0].Link.Kind, card.Links[0].Link.Parent, card.Links[0].Source));
        Assert.Equal(ProvenanceCard.Needed - 5, card.Gaps.Length);
        Assert.Equal(["country", "contact", "distilled", "cutoff", "uses", "filingStatus", "mirrored", "fallback"], card.Gaps.Select(gap => gap.Field.Name));
    }

    [Fact]
    public void Of_SeveralParents_IsMerge() =>
        Assert.Equal([LineageKind.Merge, LineageKind.Merge], Card(new() { ["general.base_model.0.name"] = "a", ["general.base_model.1.name"] = "b" }).Links.Select(link => link.Link.Kind));

    [Fact]
    public void Of_HostileTexts_AreCutAndCleaned()
    {
        var card = Card(new() { ["general.organization"] = new string('x', 9000), ["general.author"] = "never", ["general.license"] = "a\u0000b\nc\u001b[31m", ["general.quantized_by"] = " \t " });

        Assert.Equal(2000, card.Value("developer")!.Length);
        Assert.Equal("a b c [31m", card.Value("license"));
        Assert.Null(card.Value("quantisedBy"));
    }

    [Fact]
    public void Of_CardFileAndStatement_OutweighAndTheOthersStay()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "m.card.yaml"), "name: { en: M, zh: 模型 }\ndeveloper: Card Lab\nbaseModel: other\nlicense: MIT\n");
        var plain = Card(new() { ["general.organization"] = "File Lab", ["general.license"] = "gpl-3.0", ["general.base_model.0.name"] = "a" });
        var stated = new ProvenanceCard(plain.Sha256, plain.Name, plain.File, plain.FromFile, new ProvenanceVersion(Given.Sha('a'), "m", null, 1, Given.Statement("""{"developer":"Stated Lab"}"""), [], "ada", DateTimeOffset.UnixEpoch));

        Assert.Equal("Card Lab", plain.Value("developer"));
        Assert.Equal(["other"], plain.Links.Select(link => link.Link.Parent));
        Assert.Equal(["a"], plain.OtherLinks.Select(link => link.Link.Parent));
        Assert.Equal(["Stated Lab", "Card Lab", "File Lab"], stated.Facts.Single(fact => fact.Field.Name == "developer").Said.Select(said => said.Values[0]));
    }

    private ProvenanceCard Card(Dictionary<string, object?> changed)
    {
        var model = ModelFile.Read(_folder.File("m.gguf", GgufImage.Llama(changed: changed).ToArray()));
        Assert.Empty(model.Problems);
        return new ProvenanceCard(Given.Sha('a'), model.Name, model.Path, FileFacts.Of(model), null);
    }
}
