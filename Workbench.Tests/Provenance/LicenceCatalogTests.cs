using Workbench.Core.Language;
using Workbench.Core.Provenance;

namespace Workbench.Tests.Provenance;

public sealed class LicenceCatalogTests
{
    [Fact]
    public void Shipped_Ids_AreOnceEachAndAliasesMeanOneLicence()
    {
        var names = Given.Licences.Licences.SelectMany(licence => licence.Aliases.Append(licence.Id.ToLowerInvariant()).Distinct()).ToList();

        Assert.Equal(names.Distinct(), names);
        Assert.True(Given.Licences.Licences.Length >= 40);
        Assert.All(Given.Licences.Licences, licence => Assert.NotEqual(licence.About.En, licence.About.Zh));
        Assert.All(Given.Licences.Licences.Where(licence => licence.OutputTraining == OutputTraining.Forbidden), licence => Assert.Contains("output-training", licence.Forbids));
        Assert.All(Given.Licences.Licences.Where(licence => licence.ShareAlike), licence => Assert.Contains("share-alike", licence.Obligations));
        Assert.All(Given.Licences.Licences.Where(licence => licence.NeedsLeave.Length > 0), licence => Assert.Contains("register", licence.Obligations));
    }

    [Theory]
    [InlineData("apache-2.0", "Apache-2.0")]
    [InlineData("CC-BY-NC-4.0", "CC-BY-NC-4.0")]
    [InlineData(" mit ", "MIT")]
    [InlineData("llama-3.1", "llama3.1")]
    [InlineData("Gemma Terms of Use", "gemma")]
    public void Find_AsHubsWriteIt_IsTheLicence(string name, string id) => Assert.Equal(id, Given.Licences.Find(name)!.Id);

    [Fact]
    public void Read_FileWithAnUnknownUse_IsRefusedByName()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.json");
        File.WriteAllText(path, """{"uses":[],"obligations":[],"licences":[{"id":"x","name":"x","aliases":[],"link":null,"forbids":["flying"],"needsLeave":[],"obligations":[],"excludedPlaces":[],"mostUsers":null,"shareAlike":false,"outputTraining":"allowed","checked":false,"about":{"en":"a","zh":"b"}}]}""");
        try
        {
            Assert.Contains("flying", Assert.Throws<InputException>(() => LicenceCatalog.Read(path)).Problems[0].Message.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
