using Workbench.Core.Suites;
using Workbench.Core.Suites.Import;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Suites.Import;

/// <summary>Every published data set that there is a real file of: all its samples, found out without being told the format.</summary>
public sealed class PublishedDataTests
{
    [Theory]
    [InlineData("truthfulqa/TruthfulQA.csv", "truthfulqa", 790)]
    [InlineData("truthfulqa/data/v1/TruthfulQA.csv", "truthfulqa", 817)]
    [InlineData("truthfulqa/data/mc_task.json", "truthfulqa-mc", 1580)]
    [InlineData("truthfulqa/data/v0/mc_task.json", "truthfulqa-mc", 1634)]
    [InlineData("gsm8k/grade_school_math/data/test.jsonl", "gsm8k", 1319)]
    [InlineData("boolq/LLama.Examples/Assets/BoolQ/validation.csv", "boolq", 3270)]
    [InlineData("halueval-qa-1000/data/qa_data.json", "halueval-qa", 1000)]
    [InlineData("selfaware/data/SelfAware.json", "selfaware", 3369)]
    [InlineData("safetybench-zh/opensource_data/test_zh_subset.json", "safetybench-zh", 2100)]
    [InlineData("chinese-safetyqa/chinese_safetyqa.jsonl", "chinese-safetyqa", 2000)]
    public void Read_RealFile_TakesEverySampleAndReadsBack(string file, string format, int samples)
    {
        var import = SuiteImporter.Read(new ImportRequest(RepositoryPaths.SharedFile("data/" + file)));

        Assert.Equal(format, import.Format);
        Assert.Equal(samples, import.Suite.Samples.Length);
        Assert.Equal(import.Suite.Sha256, SuiteFile.Parse(SuiteYaml.Write(import.Suite), "again.yaml").Sha256);
        Assert.NotNull(import.Suite.License);
    }

    [Fact]
    public void Read_InstructionFollowing_MapsItsKindsAndNamesTheOthers()
    {
        var import = SuiteImporter.Read(new ImportRequest(RepositoryPaths.SharedFile("data/ifeval/instruction_following_eval/data/input_data.jsonl")));

        Assert.Equal("ifeval", import.Format);
        Assert.InRange(import.Suite.Samples.Length, 520, 541);
        var unmapped = import.Notes.Where(note => note.Field == "instruction_id_list").ToList();
        Assert.Contains(unmapped, note => note.Message.Arguments.Contains("detectable_format:constrained_response") && note.Line is > 0);
        Assert.Equal(541 - import.Suite.Samples.Length, unmapped.Count(note => note.Message.Key == "Suites.Import.SampleWithoutRules"));
        Assert.Equal("none", import.Suite.Samples[0].Scorers.Single().Settings["commas"]);
        Assert.Equal("3", import.Suite.Samples[0].Scorers.Single().Settings["highlights-least"]);
        Assert.Equal("300", import.Suite.Samples[0].Scorers.Single().Settings["words-least"]);
    }

    [Fact]
    public void Read_TruthfulChoices_MakesASampleForEachFigure()
    {
        var import = SuiteImporter.Read(new ImportRequest(RepositoryPaths.SharedFile("data/truthfulqa/data/mc_task.json"), Limit: 1));

        Assert.Equal(["q1", "q1-mc2"], import.Suite.Samples.Select(sample => sample.Id));
        var (single, several) = (import.Suite.Samples[0], import.Suite.Samples[1]);
        Assert.Equal((8, 1, "mc1", "q1"), (single.Choices.Length, single.RightChoices.Length, single.Scorers.Single().Settings["measure"], single.Cluster));
        Assert.Equal((13, "mc2", "q1"), (several.Choices.Length, several.Scorers.Single().Settings["measure"], several.Cluster));
        Assert.Equal([0, 1, 2, 3, 4, 5], several.RightChoices);
    }

    [Fact]
    public void Read_GradeSchoolMath_TakesTheNumberAfterTheMark()
    {
        var import = SuiteImporter.Read(new ImportRequest(RepositoryPaths.SharedFile("data/gsm8k/grade_school_math/data/test.jsonl"), Limit: 5));

        Assert.Equal(5, import.Suite.Samples.Length);
        Assert.Equal("18", import.Suite.Samples[0].Targets.Single());
        Assert.Equal("numeric", import.Suite.Scorers.Single().Kind);
        Assert.Equal("MIT", import.Suite.License);
    }

    [Fact]
    public void Read_SelfAware_KeepsWhichHaveNoAnswer()
    {
        var import = SuiteImporter.Read(new ImportRequest(RepositoryPaths.SharedFile("data/selfaware/data/SelfAware.json")));

        Assert.Equal(1032, import.Suite.Samples.Count(sample => !sample.Answerable));
    }

    [Fact]
    public void Read_SafetyBench_FindsTheAnswersBesideAndAsksInChinese()
    {
        var import = SuiteImporter.Read(new ImportRequest(RepositoryPaths.SharedFile("data/safetybench-zh/opensource_data/test_zh_subset.json"), Limit: 3));

        Assert.Equal("zh-Hans", import.Suite.Language);
        Assert.Equal([1, 1, 1], import.Suite.Samples.Select(sample => sample.TargetChoice ?? -1));
        Assert.Contains("A. ", import.Suite.Samples[0].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ChineseSafety_TakesTheOtherOptionsAsDistractors()
    {
        var import = SuiteImporter.Read(new ImportRequest(RepositoryPaths.SharedFile("data/chinese-safetyqa/chinese_safetyqa.jsonl")));

        Assert.True(import.Suite.Samples.Count(sample => sample.Distractors.Length is 2 or 3) > 1900);
        Assert.DoesNotContain(import.Suite.Samples, sample => sample.Distractors.Contains(sample.Targets[0]));
    }
}
