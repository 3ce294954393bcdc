using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Banks;
using Workbench.Core.Governance;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;
using Workbench.Core.Storage.Suites;
using Workbench.Core.Suites;
using Workbench.Core.Suites.Import;

namespace Workbench.Core.Storage.Banks;

/// <summary>Draws a suite of accepted questions. The draw is an entry of the log: plan, seed and the suite's hash.</summary>
public sealed class BankExport(IDbContextFactory<WorkbenchDbContext> database, BankQuery query, RiskTaxonomy taxonomy, SuiteFolder suites, TimeProvider time)
{
    /// <param name="filter">Its state is not asked for: only accepted questions are drawn.</param>
    /// <param name="file">Null keeps the suite in the workspace.</param>
    /// <exception cref="Language.InputException">No question to draw, a name that is none, a file or version that is there.</exception>
    public async Task<PromptSuite> WriteAsync(BankFilter filter, SamplingPlan plan, string name, string? file, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var accepted = await query.ListAsync(filter with { State = BankItemState.Accepted }, SuiteFile.MaximumSamples, null, cancellation).ConfigureAwait(false);
        var suite = BankSuite.Of(plan.Draw(accepted), name, plan, taxonomy);
        if (file is null)
        {
            suite = suites.Add(suite, actor);
        }
        else
        {
            SuiteOutput.Write(suite, file);
        }

        await using var db = await database.CreateDbContextAsync(cancellation).ConfigureAwait(false);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        var detail = new JsonObject
        {
            ["suite"] = suite.Name,
            ["version"] = suite.Version,
            ["sha256"] = suite.Sha256,
            ["of"] = accepted.Length,
            ["drawn"] = suite.Samples.Length,
            ["seed"] = plan.Seed,
            ["perLeaf"] = plan.PerLeaf,
            ["total"] = plan.Total,
            ["bank"] = filter.Kind is { } kind ? BankNames.Of(kind) : null,
            ["leaf"] = filter.Leaf,
        };
        await LogAppender.AppendAsync(db, new LogRecord("bank.drawn", $"{suite.Name}@{suite.Version}", actor.Id, detail), time.GetUtcNow(), cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return suite;
    }
}
