using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;
using Workbench.Core.Banks;
using Workbench.Core.Storage.Banks;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>bank coverage</c>: by bank and risk, what is there and what is asked for; with <c>--gate</c> exit status 1 where a number is not met or a bank is overdue.</summary>
public sealed class BankCoverageCommand : AsyncCommand<BankCoverageCommand.Settings>
{
    public sealed class Settings : WorkspaceSettings
    {
        [CommandOption("--gate")]
        [Description("Exit status 1 where a number is not met or a bank is overdue.")]
        public bool Gate { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var (banks, now) = (await services.GetRequiredService<BankQuery>().CoverageAsync(cancellationToken), services.GetRequiredService<TimeProvider>().GetUtcNow());
        if (settings.Json)
        {
            Console.Out.WriteLine(new JsonObject { ["taxonomy"] = services.GetRequiredService<RiskTaxonomy>().Name, ["banks"] = new JsonArray([.. banks.Select(bank => Json(bank, now))]) }.ToJsonString(CommandJson.Options));
        }
        else
        {
            foreach (var bank in banks)
            {
                Console.Out.WriteLine(CommandOutput.Say("BankTotal", BankNames.Of(bank.Kind), bank.Accepted, bank.Least, bank.InReview));
                if (bank.IsOverdue(now))
                {
                    Console.Out.WriteLine($"  {CommandOutput.Say("BankOverdue", bank.DueAt!.Value.LocalDateTime)}");
                }

                foreach (var leaf in bank.Leaves)
                {
                    Console.Out.WriteLine($"  {(leaf.IsMet ? "✓" : "✗")} {leaf.Leaf.Id,-18} {leaf.Accepted,5} / {leaf.Least,-5} {leaf.Leaf.In(CultureInfo.CurrentUICulture)}{(leaf is { IsMet: false, Leaf.Own: true } ? $" · {CommandOutput.Say("BankOwnNeeded")}" : "")}");
                }
            }
        }

        return settings.Gate && banks.Any(bank => !bank.IsMet || bank.IsOverdue(now)) ? ExitCode.DidNotHold : ExitCode.Done;
    }

    private static JsonObject Json(BankCoverage bank, DateTimeOffset now) => new()
    {
        ["kind"] = BankNames.Of(bank.Kind),
        ["least"] = bank.Least,
        ["accepted"] = bank.Accepted,
        ["inReview"] = bank.InReview,
        ["met"] = bank.IsMet,
        ["changedAt"] = bank.ChangedAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["dueAt"] = bank.DueAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["overdue"] = bank.IsOverdue(now),
        ["leaves"] = new JsonArray([.. bank.Leaves.Select(leaf => new JsonObject
        {
            ["leaf"] = leaf.Leaf.Id,
            ["least"] = leaf.Least,
            ["accepted"] = leaf.Accepted,
            ["inReview"] = leaf.InReview,
            ["draft"] = leaf.Draft,
            ["met"] = leaf.IsMet,
            ["ownNeeded"] = leaf.Leaf.Own,
            ["languages"] = new JsonObject(leaf.Languages.Select(language => KeyValuePair.Create(language.Key, (JsonNode?)JsonValue.Create(language.Value)))),
        })]),
    };
}
