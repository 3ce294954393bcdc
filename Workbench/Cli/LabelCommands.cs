using System.ComponentModel;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Compliance;
using Workbench.Core.Labels;
using Workbench.Core.Language;
using Workbench.Core.Reports;
using Workbench.Core.Runs;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>label list|next|add|import|undo</c>: people's labels of a run's answers, the candidate hidden.</summary>
public static class LabelCommands
{
    public static void AddTo(IConfigurator<CommandSettings> label)
    {
        label.SetDescription("People's labels of answers, the candidate hidden.");
        label.AddCommand<LabelListCommand>("list").WithDescription("How far a run is labelled, how people agree, and what judge and keywords are worth against them.");
        label.AddCommand<LabelNextCommand>("next").WithDescription("The next answer for a person, without its candidate.");
        label.AddCommand<LabelAddCommand>("add").WithDescription("Labels one answer.");
        label.AddCommand<LabelImportCommand>("import").WithDescription("Takes labels in from CSV.");
        label.AddCommand<LabelUndoCommand>("undo").WithDescription("Takes back one's own last label.");
    }

    public class RunSettings : ActingSettings
    {
        [CommandArgument(0, "<RUN>")]
        [Description("The run, for example R-0001.")]
        public required string Run { get; init; }
    }

    internal static async Task<LabelItem> ItemAsync(IServiceProvider services, string run, string key, CancellationToken cancellation) =>
        (await services.GetRequiredService<LabelDesk>().OpenAsync(run, cancellation)).Queue.Find(key) ?? throw new InputException(new InputProblem(new Phrase("Labels.NoSuchAnswer", key), Field: "item"));

    internal static string Word(LabelValue value) => RunExport.Word<LabelValue>(value)!;
}

public sealed class LabelListCommand : AsyncCommand<LabelCommands.RunSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, LabelCommands.RunSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var state = await StateAsync(services, settings.Run, cancellationToken);
        var count = state.Labels.Count();
        CommandOutput.Write(
            settings.Json,
            Json(settings.Run, state),
            string.Join(Environment.NewLine, [CommandOutput.Say("LabelsCounted", count.Answers, state.Task.Queue.Items.Length, count.Pass, count.Fail, count.Unclear, count.Disputed, count.Shared), .. state.Checks.Select(Line)]));
        return ExitCode.Done;
    }

    internal static async Task<JsonObject> JsonAsync(IServiceProvider services, string run, CancellationToken cancellation) => Json(run, await StateAsync(services, run, cancellation));

    private static async Task<(LabelTask Task, LabelSet Labels, IReadOnlyCollection<MethodCheck> Checks)> StateAsync(IServiceProvider services, string run, CancellationToken cancellation)
    {
        var task = await services.GetRequiredService<LabelDesk>().OpenAsync(run, cancellation);
        var labels = await services.GetRequiredService<ILabelStore>().OfAsync(run, cancellation);
        return (task, labels, MethodCheck.Of(task.Suite, await services.GetRequiredService<IRunStore>().ScoresAsync(run, cancellation), labels));
    }

    private static JsonObject Json(string run, (LabelTask Task, LabelSet Labels, IReadOnlyCollection<MethodCheck> Checks) state)
    {
        var (task, labels, checks) = state;
        var (count, agreement) = (labels.Count(), labels.Agreement());
        return new JsonObject
        {
            ["run"] = run,
            ["queued"] = task.Queue.Items.Length,
            ["done"] = task.Queue.Done(labels),
            ["answers"] = count.Answers,
            ["pass"] = count.Pass,
            ["fail"] = count.Fail,
            ["unclear"] = count.Unclear,
            ["disputed"] = count.Disputed,
            ["shared"] = count.Shared,
            ["people"] = new JsonObject(labels.All.CountBy(label => label.By).OrderBy(person => person.Key, StringComparer.Ordinal).Select(person => KeyValuePair.Create(person.Key, (JsonNode?)person.Value))),
            ["agreement"] = agreement is null ? null : new JsonObject { ["cohen"] = agreement.Cohen, ["krippendorff"] = agreement.Krippendorff, ["percent"] = agreement.Percent, ["items"] = agreement.Items },
            ["methods"] = new JsonArray([.. checks.Select(Check)]),
        };
    }

    private static JsonObject Check(MethodCheck check) => new()
    {
        ["method"] = check.Scorer,
        ["model"] = check.Model,
        ["rubric"] = check.Rubric,
        ["passed"] = check.Passed,
        ["failed"] = check.Failed,
        ["sensitivity"] = AssessmentJson.Estimate(check.Sensitivity.Estimate),
        ["specificity"] = AssessmentJson.Estimate(check.Specificity.Estimate),
        ["kappa"] = AssessmentJson.Estimate(check.Kappa.Estimate),
        ["validated"] = check.WhyNot is null,
        ["whyNot"] = check.WhyNot?.ToString(),
    };

    private static string Line(MethodCheck check) => TerminalText.Line($"{check.Scorer} {check.Model} {check.Rubric}  {check.WhyNot?.ToString() ?? "ok"}");
}

public sealed class LabelNextCommand : AsyncCommand<LabelCommands.RunSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, LabelCommands.RunSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken);
        var task = await services.GetRequiredService<LabelDesk>().OpenAsync(settings.Run, cancellationToken);
        var labels = await services.GetRequiredService<ILabelStore>().OfAsync(settings.Run, cancellationToken);
        var next = await services.GetRequiredService<LabelDesk>().NextAsync(task, labels, actor.Id, cancellationToken);
        if (next is null)
        {
            CommandOutput.Write(settings.Json, new JsonObject { ["item"] = null }, CommandOutput.Say("LabelNoneLeft", settings.Run));
            return ExitCode.Done;
        }

        var rubric = LabelRubric.Of(next.Item.Sample);
        CommandOutput.Write(
            settings.Json,
            Json(next.Item, next.Answer),
            string.Join(Environment.NewLine, next.Item.Key, TerminalText.Line(next.Item.Sample.Prompt), TerminalText.Line(next.Answer), $"pass: {rubric.Pass}", $"fail: {rubric.Fail}"));
        return ExitCode.Done;
    }

    internal static JsonObject Json(LabelItem item, string answer) => new()
    {
        ["item"] = item.Key,
        ["language"] = item.Sample.Language,
        ["tags"] = new JsonArray([.. item.Sample.Tags.Select(tag => JsonValue.Create(tag))]),
        ["question"] = item.Sample.Prompt,
        ["references"] = new JsonArray([.. item.Sample.Targets.Select(target => JsonValue.Create(target))]),
        ["answer"] = answer,
        ["pass"] = LabelRubric.Of(item.Sample).Pass.ToString(),
        ["fail"] = LabelRubric.Of(item.Sample).Fail.ToString(),
    };
}

public sealed class LabelAddCommand : AsyncCommand<LabelAddCommand.Settings>
{
    public sealed class Settings : LabelCommands.RunSettings
    {
        [CommandArgument(1, "<ITEM>")]
        [Description("As label next names it.")]
        public required string Item { get; init; }

        [CommandArgument(2, "<LABEL>")]
        [Description("pass, fail or unclear.")]
        public required string Value { get; init; }

        [CommandOption("--note <TEXT>")]
        public string? Note { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var value = LabelFile.Value(settings.Value) ?? throw new InputException(new InputProblem(new Phrase("Labels.NoSuchLabel", settings.Value), Field: "label"));
        var item = await LabelCommands.ItemAsync(services, settings.Run, settings.Item, cancellationToken);
        var label = await services.GetRequiredService<ILabelStore>().AddAsync(settings.Run, item, value, settings.Note, await settings.ActorAsync(services, cancellationToken), cancellationToken);
        CommandOutput.Write(settings.Json, new JsonObject { ["item"] = item.Key, ["label"] = LabelCommands.Word(label.Value), ["by"] = label.By }, CommandOutput.Say("LabelGiven", item.Key, LabelCommands.Word(label.Value)));
        return ExitCode.Done;
    }
}

public sealed class LabelImportCommand : AsyncCommand<LabelImportCommand.Settings>
{
    public sealed class Settings : LabelCommands.RunSettings
    {
        [CommandArgument(1, "<FILE>")]
        [Description("CSV with item, or sample and candidate; label; perhaps note.")]
        public required string File { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var task = await services.GetRequiredService<LabelDesk>().OpenAsync(settings.Run, cancellationToken);
        var drafts = LabelFile.Read(settings.File, task.Queue);
        var count = await services.GetRequiredService<ILabelStore>().AddManyAsync(settings.Run, drafts, Path.GetFileName(settings.File), await settings.ActorAsync(services, cancellationToken), cancellationToken);
        CommandOutput.Write(settings.Json, new JsonObject { ["labels"] = count }, CommandOutput.Say("LabelImported", count));
        return ExitCode.Done;
    }
}

public sealed class LabelUndoCommand : AsyncCommand<LabelCommands.RunSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, LabelCommands.RunSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var label = await services.GetRequiredService<ILabelStore>().UndoAsync(settings.Run, await settings.ActorAsync(services, cancellationToken), cancellationToken);
        CommandOutput.Write(settings.Json, new JsonObject { ["sample"] = label?.SampleId }, label is null ? CommandOutput.Say("LabelNothingToUndo", settings.Run) : CommandOutput.Say("LabelUndone", label.SampleId));
        return ExitCode.Done;
    }
}
