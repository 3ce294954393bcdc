using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Banks;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Banks;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary>Options of a step: one question, or all that are chosen.</summary>
public class BankStepSettings : BankFilterSettings
{
    [CommandArgument(0, "[ID]")]
    [Description("One question; else those that the options choose.")]
    public string? Id { get; init; }

    internal BankSelection Selection() => Id is { } id ? BankSelection.One(id)
        : Filter() is var filter && filter != new BankFilter() ? BankSelection.All(filter)
        : throw new InputException(new InputProblem(new Phrase("Banks.NothingChosen")));
}

public class BankReasonSettings : BankStepSettings
{
    [CommandOption("--reason <TEXT>", isRequired: true)]
    public string Reason { get; init; } = "";
}

public abstract class BankStepCommand<T> : AsyncCommand<T>
    where T : BankStepSettings
{
    protected abstract Task<BankStep> DoAsync(BankStore store, T settings, Actor actor, CancellationToken cancellation);

    public override async Task<int> ExecuteAsync(CommandContext context, T settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var done = await DoAsync(services.GetRequiredService<BankStore>(), settings, await settings.ActorAsync(services, cancellationToken), cancellationToken);
        CommandOutput.Write(settings.Json, new JsonObject { ["done"] = done.Done, ["own"] = done.Own }, CommandOutput.Say("BankStepped", done.Done, done.Own));
        return ExitCode.Done;
    }
}

public sealed class BankSubmitCommand : BankStepCommand<BankStepSettings>
{
    protected override Task<BankStep> DoAsync(BankStore store, BankStepSettings settings, Actor actor, CancellationToken cancellation) => store.SubmitAsync(settings.Selection(), actor, cancellation);
}

public sealed class BankAcceptCommand : BankStepCommand<BankStepSettings>
{
    protected override Task<BankStep> DoAsync(BankStore store, BankStepSettings settings, Actor actor, CancellationToken cancellation) => store.AcceptAsync(settings.Selection(), actor, cancellation);
}

public sealed class BankReturnCommand : BankStepCommand<BankReasonSettings>
{
    protected override Task<BankStep> DoAsync(BankStore store, BankReasonSettings settings, Actor actor, CancellationToken cancellation) => store.ReturnAsync(settings.Selection(), settings.Reason, actor, cancellation);
}

public sealed class BankRetireCommand : BankStepCommand<BankReasonSettings>
{
    protected override Task<BankStep> DoAsync(BankStore store, BankReasonSettings settings, Actor actor, CancellationToken cancellation) => store.RetireAsync(settings.Selection(), settings.Reason, actor, cancellation);
}
