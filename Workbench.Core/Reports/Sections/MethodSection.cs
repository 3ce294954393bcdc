using System.Globalization;
using Workbench.Core.Compliance;
using Workbench.Core.Reports.Blocks;
using Workbench.Core.Scoring;

namespace Workbench.Core.Reports.Sections;

/// <summary>What was asked, how it was drawn and scored, and how the numbers came about.</summary>
internal static class MethodSection
{
    private static readonly string[] Drawn = ["taxonomy", "seed", "perLeaf", "total"];

    public static IEnumerable<ReportBlock> Of(ReportContent content, ReportTexts texts)
    {
        var (suite, run) = (content.Suite, content.Run);
        var asked = run.Limit is { } limit ? Math.Min(limit, suite.Samples.Length) : suite.Samples.Length;
        yield return texts.Heading("Questions");
        yield return texts.Facts(
            ("Suite", texts.Words("SuiteVersion", suite.Name, ReportTexts.Plain(suite.Version))),
            ("About", suite.DescriptionIn(texts.Culture)),
            ("SuiteHash", run.SuiteSha256),
            ("License", suite.License),
            ("Canary", suite.Canary),
            ("QuestionsAsked", texts.Words("AskedOf", ReportTexts.Count(asked), ReportTexts.Count(suite.Samples.Length))),
            ("Repeats", ReportTexts.Count(suite.Repeats)),
            ("DrawnBy", texts.Join(Drawn.Where(suite.Metadata.ContainsKey).Select(key => $"{key} {suite.Metadata[key]}"))),
            ("Mode", texts.Words(run.Reproducible ? "ModeReproducible" : "ModeThroughput")));
        yield return texts.Text("MethodContamination");
        foreach (var block in Plan(content, texts))
        {
            yield return block;
        }

        yield return texts.Heading("Graders");
        var kinds = suite.Samples.Take(asked).SelectMany(sample => ScorerRegistry.Specs(suite, sample)).CountBy(spec => spec.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).ToList();
        yield return texts.Table(texts.Words("Graders"), ["GraderColumn", "GraderMethod", "QuestionsColumn", "ValidatedColumn"], kinds.Select(kind => ReportRow.Of(
            ReportTexts.Strong(kind.Key),
            ReportTexts.Cell(texts.Words(Method(kind.Key))),
            ReportTexts.Number(kind.Value),
            ReportTexts.Cell(texts.Words(ScorerRegistry.Standard.Find(kind.Key)?.IsValidated == false ? "NotValidated" : "RuleBased")))));
        foreach (var judge in run.Record.Judges)
        {
            yield return texts.Facts(("Judge", judge.Name), ("Model", judge.Candidate.Model), ("ModelHash", judge.Model.Sha256), ("JudgePrompts", texts.Join(judge.Prompts.Select(prompt => $"{prompt.Key} {prompt.Value}"))));
        }

        yield return texts.Text(run.Record.Judges.IsEmpty ? "MethodNoJudge" : "MethodJudgeUnvalidated");
        yield return content.Assessment?.Checks is { IsDefaultOrEmpty: false } checks
            ? texts.Table(texts.Words("ChecksTable"), ["GraderColumn", "LabelledColumn", "Sensitivity", "Specificity", "Kappa", "ValidatedColumn"], checks.Select(check => ReportRow.Of(
                ReportTexts.Strong(check.Scorer, [.. ((string?[])[check.Model, check.Rubric]).OfType<string>()]),
                ReportTexts.Number(check.Passed + check.Failed),
                MetricTable.Value(check.Sensitivity, texts),
                MetricTable.Value(check.Specificity, texts),
                MetricTable.Value(check.Kappa, texts),
                ReportTexts.Cell(check.WhyNot is { } why ? texts.Say(why) : texts.Words("ValidatedByPeople")))))
            : texts.Text("NoLabels");
        yield return texts.Heading("Counting");
        yield return ReportTexts.List(Notes(content, texts));
    }

    private static IEnumerable<ReportBlock> Plan(ReportContent content, ReportTexts texts)
    {
        if (content.Plan is not { } plan)
        {
            yield return texts.Text("NoPlan");
            yield break;
        }

        yield return texts.Facts(
            ("PlanId", plan.Id),
            ("PlanSeed", ReportTexts.Plain(plan.Seed)),
            ("Languages", texts.Join(plan.Languages)),
            ("PeoplePlanned", plan.People.PerCandidate == 0 ? null : ReportTexts.Count(plan.People.PerCandidate)));
        yield return texts.Table(texts.Words("PlanTable"), ["BankName", "PerLeaf", "InAll", "DrawnColumn"], plan.Banks.Select(bank => ReportRow.Of(
            ReportTexts.Cell(Banks.BankNames.Kind(bank.Bank) is { } kind ? texts.Words($"Bank.{kind}") : bank.Bank),
            bank.PerLeaf is { } leaf ? ReportTexts.Number(leaf) : ReportTexts.Cell(texts.Words("AllOfThem")),
            bank.Total is { } total ? ReportTexts.Number(total) : ReportTexts.Cell(texts.Words("AllOfThem")),
            ReportTexts.Number(plan.Questions.Count(question => question.Bank == bank.Bank)))));
    }

    private static string Method(string kind) => kind switch
    {
        "keywords" => "MethodKeywords",
        "judge" or "unsafe-content" or "claim-judge" or "support" => "MethodByJudge",
        _ => "MethodByRule",
    };

    private static IEnumerable<string> Notes(ReportContent content, ReportTexts texts)
    {
        yield return texts.Words("MethodInterval");
        yield return texts.Words("MethodClusters");
        yield return texts.Words("MethodErrors", (100 * ClauseAssessor.MaximumUnusableShare).ToString("0.#", CultureInfo.InvariantCulture));
        if (content.Assessment is not null)
        {
            yield return texts.Words("MethodVerdict");
            yield return texts.Words("MethodDemonstrated");
            yield return texts.Words("MethodLeast");
        }
    }
}
