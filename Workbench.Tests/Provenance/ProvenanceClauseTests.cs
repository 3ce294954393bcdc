using System.Collections.Immutable;
using Workbench.Core.Compliance;
using Workbench.Core.Governance;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Provenance;
using Workbench.Core.Storage.Compliance;
using Workbench.Tests.Compliance;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Provenance;

public sealed class ProvenanceClauseTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("""{"license":"MIT","uses":["commercial"]}""", Verdict.Conforms)]
    [InlineData("""{"license":"CC-BY-NC-4.0","uses":["commercial"]}""", Verdict.DoesNotConform)]
    [InlineData("""{"license":"MIT"}""", Verdict.NotEnoughEvidence)]
    public async Task Assess_Run_JudgesTheClauseByTheCardOfItsWeights(string stated, Verdict verdict)
    {
        var result = await AssessAsync(new FakeDossiers(Given.Dossier(Given.Card("m", stated))), Given.Sha('a'));

        Assert.Equal(verdict, result.Verdict);
    }

    [Fact]
    public async Task Assess_WeightsUnknown_IsNotEnoughEvidence()
    {
        var cards = new FakeDossiers(Given.Dossier(Given.Card("m", """{"license":"MIT","uses":["commercial"]}""")));

        Assert.Equal("Compliance.NoProvenance", (await AssessAsync(cards, null)).Reason.Key);
        Assert.Equal("Compliance.NoProvenance", (await AssessAsync(cards, Given.Sha('f'))).Reason.Key);
    }

    [Fact]
    public void Read_UnknownRule_IsToldByField()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "wwwroot-assets", "packs", "own-template.yaml")).Replace("rule: licence-use", "rule: licence-misuse", StringComparison.Ordinal);

        var problem = Assert.Single(Assert.Throws<InputException>(() => PolicyPackFile.Parse(text, "p.yaml")).Problems);

        Assert.EndsWith(".rule", problem.Field, StringComparison.Ordinal);
    }

    private async Task<ClauseResult> AssessAsync(IProvenanceDossiers cards, string? sha256)
    {
        var (suite, run, results) = Compliance.Given.Counted(3, 4);
        run = run with { Models = ImmutableSortedDictionary<string, ModelFacts>.Empty.Add("one", new ModelFacts("one", sha256)) };
        var clause = Compliance.Given.Measured("licence-use", Comparison.AtLeast, 0.5, 1) with { Kind = ClauseKind.Provenance, Limit = null, MinN = 0 };
        var assessor = new RunAssessor(FakeRunStore.Of(run, suite, results), new AssessmentStore(_database.Factory, TimeProvider.System), provenance: cards);
        var made = await assessor.AssessAsync("R-0001", Compliance.Given.Pack(clause), null, Actor.Owner, TestContext.Current.CancellationToken);
        return made.Candidates[0].Clauses[0];
    }

    private sealed class FakeDossiers(ProvenanceDossier dossier) : IProvenanceDossiers
    {
        public LicenceCatalog Licences => Given.Licences;

        public ProvenanceRules Rules => Given.Rules;

        public Task<ProvenanceDossier?> OfAsync(string sha256, CancellationToken cancellation) => Task.FromResult(sha256 == dossier.Card.Sha256 ? dossier : null);
    }
}
