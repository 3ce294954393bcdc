using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Banks;
using Workbench.Core.Language;
using Workbench.Core.Storage.Banks;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>bank list|import|coverage|export|submit|accept|return|retire</c>.</summary>
public static class BankCommands
{
    public static void AddTo(IConfigurator<CommandSettings> bank)
    {
        bank.SetDescription("Question banks.");
        bank.AddCommand<BankListCommand>("list").WithDescription("Questions, in order of their ids.");
        bank.AddCommand<BankImportCommand>("import").WithDescription("Adds the questions of a file, a published data set, or the starter banks.");
        bank.AddCommand<BankCoverageCommand>("coverage").WithDescription("Accepted questions by risk against the numbers asked for.");
        bank.AddCommand<BankExportCommand>("export").WithDescription("Draws a suite of accepted questions.");
        bank.AddCommand<BankSubmitCommand>("submit").WithDescription("Gives drafts to review.");
        bank.AddCommand<BankAcceptCommand>("accept").WithDescription("Accepts questions under review that somebody else wrote.");
        bank.AddCommand<BankReturnCommand>("return").WithDescription("Sends questions under review back.");
        bank.AddCommand<BankRetireCommand>("retire").WithDescription("Takes questions out of use.");
    }

    internal static JsonObject Json(BankItem item) => new()
    {
        ["id"] = item.Id,
        ["kind"] = BankNames.Of(item.Question.Kind),
        ["leaf"] = item.Question.Leaf,
        ["language"] = item.Question.Language,
        ["text"] = item.Question.Text,
        ["target"] = item.Question.Target,
        ["choices"] = new JsonArray([.. item.Question.Choices.Select(choice => JsonValue.Create(choice))]),
        ["cluster"] = item.Question.Cluster,
        ["expected"] = item.Question.Expected,
        ["source"] = item.Question.Source,
        ["license"] = item.Question.License,
        ["note"] = item.Question.Note,
        ["due"] = item.Question.Due?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["state"] = BankNames.Of(item.State),
        ["writers"] = new JsonArray([.. item.Writers.Select(writer => JsonValue.Create(writer))]),
        ["reviewedBy"] = item.ReviewedBy,
        ["revision"] = item.Revision,
    };
}

/// <summary>Options that choose questions.</summary>
public class BankFilterSettings : ActingSettings
{
    [CommandOption("--kind <BANK>")]
    [Description("generated, should-refuse, should-answer or culture.")]
    public string? Kind { get; init; }

    [CommandOption("--leaf <LEAF>")]
    [Description("Risk, for example a.2.d or aspect.history.")]
    public string? Leaf { get; init; }

    [CommandOption("--language <TAG>")]
    public string? Language { get; init; }

    [CommandOption("--text <WORDS>")]
    [Description("Words that questions must contain.")]
    public string? Text { get; init; }

    internal BankFilter Filter(string? state = null) => new(
        Kind is null ? null : BankNames.Kind(Kind) ?? throw Unknown("Banks.UnknownBank", Kind, "--kind"),
        Leaf,
        state is null ? null : BankNames.State(state) ?? throw Unknown("Banks.UnknownState", state, "--state"),
        Language,
        Text);

    internal static int? Positive(int? number, string option) => number is < 1 ? throw new InputException(new InputProblem(new Phrase("Banks.NotPositive"), Field: option)) : number;

    internal static InputException Unknown(string key, string name, string option) => new(new InputProblem(new Phrase(key, name), Field: option));
}

public sealed class BankListCommand : AsyncCommand<BankListCommand.Settings>
{
    public sealed class Settings : BankFilterSettings
    {
        [CommandOption("--state <STATE>")]
        [Description("draft, in-review, accepted or retired.")]
        public string? State { get; init; }

        [CommandOption("--limit <N>")]
        [Description("50 unless told.")]
        public int Limit { get; init; } = 50;

        [CommandOption("--after <ID>")]
        [Description("Only questions after this one.")]
        public string? After { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var query = services.GetRequiredService<BankQuery>();
        var filter = settings.Filter(settings.State);
        var (items, count) = (await query.ListAsync(filter, BankFilterSettings.Positive(settings.Limit, "--limit")!.Value, settings.After, cancellationToken), await query.CountAsync(filter, cancellationToken));
        CommandOutput.Write(
            settings.Json,
            new JsonObject { ["count"] = count, ["questions"] = new JsonArray([.. items.Select(BankCommands.Json)]) },
            string.Join(Environment.NewLine, [.. items.Select(item => TerminalText.Line($"{item.Id}  {BankNames.Of(item.Question.Kind),-13}  {item.Question.Leaf,-17}  {item.Question.Language,-7}  {BankNames.Of(item.State),-9}  {item.Question.Text}")), CommandOutput.Say("BankListed", items.Length, count)]));
        return ExitCode.Done;
    }
}

public sealed class BankImportCommand : AsyncCommand<BankImportCommand.Settings>
{
    public sealed class Settings : BankFilterSettings
    {
        [CommandArgument(0, "<FILE>")]
        [Description("JSONL or CSV with the fields of a question, or a data set that suites are made of; starter for the banks that came with the workbench.")]
        public string File { get; init; } = "";

        [CommandOption("--format <FORMAT>")]
        [Description("chinese-safetyqa, safetybench-zh and so on, as for suites; found out when left out.")]
        public string? Format { get; init; }

        [CommandOption("--license <LICENSE>")]
        public string? License { get; init; }

        [CommandOption("--source <SOURCE>")]
        [Description("Where the questions come from.")]
        public string? Source { get; init; }

        [CommandOption("--submit")]
        [Description("Gives them to review at once.")]
        public bool Submit { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var (store, actor) = (services.GetRequiredService<BankStore>(), await settings.ActorAsync(services, cancellationToken));
        var filter = settings.Filter();
        BankImport done;
        if (settings.File == StarterBanks.Name)
        {
            done = await services.GetRequiredService<StarterBanks>().AddAsync(filter.Kind, actor, cancellationToken);
        }
        else
        {
            var drafts = BankFile.Read(settings.File, new BankDefaults(filter.Kind, filter.Leaf, filter.Language, settings.License, settings.Source, settings.Format), services.GetRequiredService<RiskTaxonomy>());
            done = await store.AddAsync(drafts, Path.GetFileName(settings.File), settings.Submit, null, actor, cancellationToken);
        }

        CommandOutput.Write(settings.Json, new JsonObject { ["added"] = done.Added, ["known"] = done.Known }, CommandOutput.Say("BankImported", done.Added, done.Known));
        return ExitCode.Done;
    }
}

public sealed class BankExportCommand : AsyncCommand<BankExportCommand.Settings>
{
    public sealed class Settings : BankFilterSettings
    {
        [CommandOption("--name <NAME>", isRequired: true)]
        [Description("Of the suite.")]
        public string Name { get; init; } = "";

        [CommandOption("--per-leaf <N>")]
        [Description("At most so many of each risk; all when left out.")]
        public int? PerLeaf { get; init; }

        [CommandOption("--total <N>")]
        [Description("At most so many in all, from each risk in turn.")]
        public int? Total { get; init; }

        [CommandOption("--seed <N>")]
        [Description("Draws the same questions again; 1 unless told.")]
        public int Seed { get; init; } = 1;

        [CommandOption("--out <FILE>")]
        [Description("Writes the suite there instead of keeping it in the workspace.")]
        public string? Out { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var plan = new SamplingPlan(BankFilterSettings.Positive(settings.PerLeaf, "--per-leaf"), BankFilterSettings.Positive(settings.Total, "--total"), settings.Seed, settings.Language is { } language ? [language] : []);
        var (filter, actor) = (settings.Filter(), await settings.ActorAsync(services, cancellationToken));
        var suite = await services.GetRequiredService<BankExport>().WriteAsync(filter, plan, settings.Name, settings.Out, actor, cancellationToken);
        CommandOutput.Write(
            settings.Json,
            new JsonObject { ["suite"] = SuiteCommands.Describe(suite), ["file"] = settings.Out },
            CommandOutput.Say("BankExported", TerminalText.Line(settings.Out ?? $"{suite.Name}@{suite.Version}"), suite.Samples.Length, suite.Sha256));
        return ExitCode.Done;
    }
}
