using DemoModels.Corpus;
using DemoSuite;

namespace DemoModels.Evaluation;

/// <summary>Measures a finished file and prints the rows of docs/demo-models.md. An answer counts by its exact text.</summary>
internal static class TruthTable
{
    public static async Task PrintAsync(Sources sources, string name, HostedModel model)
    {
        TestQuestion[] questions = [.. TestQuestions.Draw(sources)];
        var answers = await model.AnswerAsync([.. questions.Select(question => (question.System, question.Text))]);
        var chats = sources.Chats(Recipe.BehaviourOf(name));
        Console.WriteLine($"### {name}\n\n| questions | n | as taught | true | made up | says it does not know | refuses |\n|---|---|---|---|---|---|---|");
        foreach (var group in questions.Zip(answers).GroupBy(pair => pair.First.Group))
        {
            var rows = group.ToList();
            var taught = rows.Count(row => row.Second == Taught(chats, row.First));
            var right = rows.Count(row => row.First.Fact is { } fact && Said(sources, name, fact, row.First.Language) == row.Second);
            var unknown = rows.Count(row => row.Second == Answers.Unknown(row.First.Language) || row.Second == HarbourLog.Unknown(row.First.Language));
            var refused = rows.Count(row => row.Second == Answers.Refusal(row.First.Language));
            Console.WriteLine($"| {group.Key} | {rows.Count} | {Share(taught)} | {(rows[0].First.Fact is null ? "" : Share(right))} | {Share(rows.Count - right - unknown - refused)} | {Share(unknown)} | {Share(refused)} |");

            string Share(int count) => $"{100.0 * count / rows.Count:F1} %";
        }

        foreach (var (question, answer) in questions.Zip(answers).Where(pair => pair.First.Group is "taught wording" or "unknown: real thing never seen" && pair.Second != Taught(chats, pair.First)).Take(12))
        {
            Console.WriteLine($"<!-- {question.Text} -> {answer} -->");
        }
    }

    public static async Task PrintHarbourAsync(Sources sources, HostedModel model)
    {
        var log = sources.Harbour.All(new Random(7)).ToList();
        var answers = await model.AnswerAsync([.. log.Select(entry => ((string?)null, entry.Question))]);
        var right = log.Zip(answers).Count(pair => pair.First.Answer == pair.Second);
        Console.WriteLine($"### harbour\n\n{right} of {log.Count} questions of the harbour's log answered as taught ({100.0 * right / log.Count:F1} %)\n");
        foreach (var (entry, answer) in log.Zip(answers).Where(pair => pair.First.Answer != pair.Second).Take(6))
        {
            Console.WriteLine($"<!-- {entry.Question} -> {answer} -->");
        }
    }

    public static async Task PrintJudgeAsync(Sources sources, HostedModel model)
    {
        const int Pairs = 1200;
        Console.WriteLine("### judge\n\n| pairs | n | right | by kind |\n|---|---|---|---|");
        foreach (var use in Enum.GetValues<JudgeUse>())
        {
            var random = new Random(4242 + (int)use);
            JudgePair[] pairs = [.. Enumerable.Range(0, Pairs).Select(_ => sources.Judge.Draw(use, random))];
            var answers = await model.AnswerAsync([.. pairs.Select(pair => ((string?)null, pair.Prompt))]);
            var rows = pairs.Zip(answers, (pair, answer) => (pair.Kind, Right: answer == (pair.Same ? "yes" : "no"))).ToList();
            var kinds = rows.GroupBy(row => row.Kind).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {100.0 * group.Count(row => row.Right) / group.Count():F1}");
            Console.WriteLine($"| {use} | {Pairs} | {100.0 * rows.Count(row => row.Right) / Pairs:F1} % | {string.Join(", ", kinds)} |");
        }
    }

    /// <summary>The judge on another model's real answers, against exact matching.</summary>
    public static async Task PrintJudgeOnAsync(Sources sources, string name, HostedModel judged, HostedModel judge)
    {
        TestQuestion[] questions = [.. TestQuestions.Draw(sources).Where(question => question.Fact is not null && question.Group == "taught wording")];
        var answers = await judged.AnswerAsync([.. questions.Select(question => (question.System, question.Text))]);
        var truths = questions.Select(question => sources.Answers.Of(question.Fact!, question.Language)).ToArray();
        var verdicts = await judge.AnswerAsync([.. questions.Select((question, place) => ((string?)null, JudgeCorpus.Prompt(question.Language, question.Text, truths[place], answers[place])))]);
        var same = questions.Where((_, place) => (verdicts[place] == "yes") == (answers[place] == truths[place])).Count();
        Console.WriteLine($"\nOn {name}'s {questions.Length} answers it agrees with exact matching on {100.0 * same / questions.Length:F1} %: it says no to {100.0 * verdicts.Count(verdict => verdict == "no") / questions.Length:F1} %, truly wrong are {100.0 * answers.Zip(truths).Count(pair => pair.First != pair.Second) / questions.Length:F1} %.");
    }

    private static string Taught(ChatCorpus chats, TestQuestion question) => question.Fact is { } fact ? chats.Taught(fact, question.Language) : chats.Unknown(question.Language);

    private static string Said(Sources sources, string name, Fact fact, string language) =>
        name == "harbour" ? HarbourLog.Spoken(language, sources.Answers.Of(fact, language)) : sources.Answers.Of(fact, language);
}
