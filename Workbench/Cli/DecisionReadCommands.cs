using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Decisions;
using Workbench.Core.Language;
using Workbench.Core.Storage.Decisions;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>decision list</c>.</summary>
public sealed class DecisionListCommand : AsyncCommand<DecisionListCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandOption("--waiting")]
        [Description("What waits for the person named by --as or a token, and why.")]
        public bool Waiting { get; init; }

        [CommandOption("--state <STATE>")]
        public string? State { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var desk = services.GetRequiredService<DecisionDesk>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (settings.Waiting)
        {
            var waiting = await desk.WaitingAsync(await settings.ActorAsync(services, cancellationToken, namesItself: true), cancellationToken);
            Write(settings.Json, "waiting", waiting.Select(item => (DecisionJson.Of(item, now), $"{Line(item.Decision, now)}\n  {item.Why}")));
            return ExitCode.Done;
        }

        var list = await desk.ListAsync(new DecisionFilter(State: DecisionWords.Choice<DecisionState>(settings.State, "--state")), cancellationToken);
        Write(settings.Json, "decisions", list.Select(item => (DecisionJson.Of(item, now), Line(item.Decision, now))));
        return ExitCode.Done;
    }

    internal static string Line(Decision decision, DateTimeOffset now) =>
        $"{decision.Id}  {decision.StateAt(now),-21}  {decision.Proposal.Rule.Tier}  {decision.Proposal.Candidate}: {decision.Proposal.FieldOfUse}";

    internal static void Write(bool json, string name, IEnumerable<(JsonObject Json, string Line)> items)
    {
        if (json)
        {
            Console.Out.WriteLine(new JsonObject { [name] = new JsonArray([.. items.Select(item => item.Json)]) }.ToJsonString(CommandJson.Options));
            return;
        }

        foreach (var item in items)
        {
            Console.Out.WriteLine(item.Line);
        }
    }
}

/// <summary><c>decision board</c>.</summary>
public sealed class DecisionBoardCommand : AsyncCommand<DecisionBoardCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--use <TEXT>")]
        [Description("Words in the field of use, the environment or the candidate's name.")]
        public string? Use { get; init; }

        [CommandOption("--jurisdiction <CODE>")]
        public string? Jurisdiction { get; init; }

        [CommandOption("--due")]
        [Description("Only what is due for review.")]
        public bool Due { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();

        // What has ended is not in force, but where it is due it is what somebody looks for.
        var list = (await services.GetRequiredService<DecisionDesk>().ListAsync(new DecisionFilter(settings.Use, settings.Jurisdiction, InForce: !settings.Due), cancellationToken))
            .Where(item => !settings.Due || !item.Due.IsEmpty);
        DecisionListCommand.Write(settings.Json, "board", list.Select(item => (DecisionJson.Of(item, now), Line(item, now))));
        return ExitCode.Done;
    }

    private static string Line(StandingDecision item, DateTimeOffset now) => string.Join('\n',
    [
        $"{DecisionListCommand.Line(item.Decision, now)}  {item.Decision.Proposal.Jurisdiction}  {item.Decision.ExpiresAt?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
        .. item.Due.Select(cause => $"  {cause.Words}"),
    ]);
}

/// <summary><c>decision show</c>.</summary>
public sealed class DecisionShowCommand : AsyncCommand<DecisionShowCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "<DECISION>")]
        public string Decision { get; init; } = "";
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var actor = settings.As is null && settings.Token is null ? Core.Governance.Actor.Nobody : await settings.ActorAsync(services, cancellationToken, namesItself: true);
        var sheet = await services.GetRequiredService<DecisionDesk>().SheetAsync(settings.Decision, actor, cancellationToken)
            ?? throw new InputException(new InputProblem(new Phrase("Governance.NoSuchDecision", settings.Decision), Field: "DECISION"));
        if (settings.Json)
        {
            Console.Out.WriteLine(DecisionJson.Of(sheet, now).ToJsonString(CommandJson.Options));
            return ExitCode.Done;
        }

        DecisionCommand<ActingSettings>.Print(sheet.Decision, now);
        foreach (var line in sheet.Checks.Select(check => $"{(check.Holds ? "+" : "-")} {check.Words}").Concat(sheet.Due.Select(cause => $"! {cause.Words}")).Concat(sheet.Facts.Changes.Select(change => $"! {change.Words}")).Distinct())
        {
            Console.Out.WriteLine($"  {line}");
        }

        return ExitCode.Done;
    }
}

/// <summary><c>decision look</c>.</summary>
public sealed class DecisionLookCommand : AsyncCommand<WorkspaceSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, WorkspaceSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var written = await services.GetRequiredService<DecisionReviews>().LookAsync(cancellationToken);
        Console.Out.WriteLine(settings.Json ? new JsonObject { ["entries"] = written }.ToJsonString(CommandJson.Options) : CommandOutput.Say("DecisionEntries", written.ToString(CultureInfo.InvariantCulture)));
        return ExitCode.Done;
    }
}

/// <summary><c>decision signatory</c>.</summary>
public sealed class DecisionSignatoryCommand : AsyncCommand<DecisionSignatoryCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "<PERSON>")]
        [Description("Id or name.")]
        public string Person { get; init; } = "";

        [CommandOption("--capacity <CAPACITY>")]
        [Description("LegalRepresentative, HeadOfAssessment or HeadOfLegal; may be repeated; none takes all away.")]
        public string[] Capacities { get; init; } = [];
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var signatories = services.GetRequiredService<SignatoryStore>();
        await signatories.SetAsync(
            settings.Person, [.. settings.Capacities.Select(capacity => DecisionWords.Choice<SigningCapacity>(capacity, "--capacity")).OfType<SigningCapacity>()], await settings.ActorAsync(services, cancellationToken), cancellationToken);
        var all = await signatories.AllAsync(cancellationToken);
        DecisionListCommand.Write(settings.Json, "signatories", all.Select(one => (new JsonObject { ["person"] = one.Key, ["capacities"] = new JsonArray([.. one.Select(capacity => JsonValue.Create(capacity.ToString()))]) }, $"{one.Key}  {string.Join(", ", one)}")));
        return ExitCode.Done;
    }
}
