using Workbench.Core.Language;
using Workbench.Core.Models;
using Workbench.Core.Models.Fit;

namespace Workbench.Tests.Models.Fit;

public sealed class FitLookupTests
{
    private static readonly ModelFile Good = ModelFile.Read(Path.Combine(ModelCatalog.DemonstrationFolder, "demo-knows.gguf"));

    [Fact]
    public void Find_NameTwice_GivesItsModelOnce() =>
        Assert.Equal([Good], FitLookup.Find(["a", "a"], _ => Good));

    [Fact]
    public void Find_SeveralWrong_SaysAllAtOnce()
    {
        var damaged = Good with { Problems = [new InputProblem(new Phrase("Models.PartMissing", "b"))] };

        var wrong = Assert.Throws<InputException>(() => FitLookup.Find(["a", "b", "c"], name => name switch
        {
            "a" => Good,
            "b" => damaged,
            _ => throw new InputException(new InputProblem(new Phrase("Models.NotFound", name))),
        }));

        Assert.Equal(["Models.PartMissing", "Models.NotFound"], wrong.Problems.Select(problem => problem.Message.Key));
    }
}
