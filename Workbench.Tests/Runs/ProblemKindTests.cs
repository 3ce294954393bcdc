using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;
using Workbench.Core.Runs.Errors;
using Workbench.Core.Statistics;

namespace Workbench.Tests.Runs;

public sealed class ProblemKindTests
{
    public static TheoryData<Phrase, string, ProblemClass, string?> Errors => new()
    {
        { ProblemKind.Because("Runs.ModelNotThere", new Phrase("Inference.EndpointRefused", "far", "503", "busy")), "error/Runs.ModelNotThere/Inference.EndpointRefused/503", ProblemClass.Endpoint, "503" },
        { ProblemKind.Because("Runs.ModelNotThere", new Phrase("Inference.EndpointTooSlow", "far", "30")), "error/Runs.ModelNotThere/Inference.EndpointTooSlow", ProblemClass.TooSlow, null },
        { ProblemKind.Because("Runs.ModelNotThere", new Phrase("Inference.ModelDoesNotLoad", "a.gguf", "no")), "error/Runs.ModelNotThere/Inference.ModelDoesNotLoad", ProblemClass.NotLoaded, null },
        { ProblemKind.Because("Runs.AskFailed", new Phrase("Inference.PromptTooLong", "9", "8")), "error/Runs.AskFailed/Inference.PromptTooLong", ProblemClass.Question, null },
        { new Phrase("Runs.ModelNotThere", "words of an older build, 503"), "error/Runs.ModelNotThere", ProblemClass.Other, null },
        { new Phrase("Runs.ModelLost", "host of a.b ended"), "error/Runs.ModelLost", ProblemClass.Died, null },
        { new Phrase("Runs.Unexpected", "no"), "error/Runs.Unexpected", ProblemClass.Other, null },
    };

    [Theory, MemberData(nameof(Errors))]
    public void OfError_EachCause_IsTold(Phrase error, string name, ProblemClass expected, string? status)
    {
        var kind = ProblemKind.OfError(error);

        Assert.Equal((name, expected, status, true), (kind.Name, kind.Class, kind.Status, kind.IsError));
    }

    [Fact]
    public void Because_InEachLanguage_SaysTheReasonInIt()
    {
        var reason = new Phrase("Inference.EndpointRefused", "far", "503", "busy");

        foreach (var language in (CultureInfo[])[CultureInfo.GetCultureInfo("en"), CultureInfo.GetCultureInfo("zh-Hans")])
        {
            Assert.Equal(new Phrase("Runs.ModelNotThere", reason.In(language)).In(language), ProblemKind.Because("Runs.ModelNotThere", reason).In(language));
        }
    }

    [Fact]
    public void OfScore_NamesScorerAndReason()
    {
        var kind = ProblemKind.OfScore("semantic-entropy", new Phrase("Scoring.NoTokens", "a"));

        Assert.Equal(("semantic-entropy", "Scoring.NoTokens", ProblemClass.Scorer, false), (kind.Scorer, kind.Key, kind.Class, kind.IsError));
    }

    [Fact]
    public void Share_OfCells_IsClusteredAsTheSamplesAre()
    {
        var suite = SeededRun.Suite(samples: 20);
        ImmutableArray<int> places = [0, 1, 6, 7, 12];
        bool[] has = [.. Enumerable.Range(0, 20).Select(place => places.Contains(place))];
        var expected = Proportion.Rate("problem.share", has, [.. suite.Samples.Select(sample => $"c:{sample.Cluster}")]).Estimate!;

        var share = RunProblem.Share(new ProblemCount("a", places), 20, suite).Estimate!;

        Assert.Equal((expected.Value, expected.N, expected.Clusters), (share.Value, share.N, share.Clusters));
        Assert.Equal((expected.Low, expected.High), (share.Low, share.High));
    }
}
