using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Spectre.Console.Cli;
using Workbench.Core.Governance;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Log;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>bench log</c>: a made-up log of many entries, how long it takes to verify, and what one more entry costs the operation that writes it.</summary>
public sealed class BenchLogCommand : AsyncCommand<BenchLogCommand.Settings>
{
    private const double MostSecondsToVerifyAMillion = 20;
    private const double MostMillisecondsToAppend = 2;

    public sealed class Settings : CommandSettings
    {
        [CommandOption("--entries <N>")]
        [Description("Entries of the log (1000000).")]
        public int Entries { get; init; } = 1_000_000;

        [CommandOption("--appends <N>")]
        [Description("Entries that are then appended one by one, each in a transaction of its own (2000).")]
        public int Appends { get; init; } = 2000;

        [CommandOption("--append <FILE>")]
        [Description("Also adds a table of the figures to a Markdown file.")]
        public string? Append { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        if (settings.Entries < 1 || settings.Appends < 1)
        {
            throw new InputException(new InputProblem(new Phrase("Storage.BenchSize"), Field: "--entries"));
        }

        var folder = Directory.CreateTempSubdirectory("bench").FullName;
        try
        {
            await using var services = await WorkspaceServices.OpenAsync(folder, cancellationToken);
            if ((await services.GetRequiredService<LogStore>().HeadAsync(cancellationToken)).Size > 0)
            {
                throw new InputException(new InputProblem(new Phrase("Storage.BenchNotEmpty"), Field: "Workbench:Database"));
            }

            var figures = await MeasureAsync(services, settings, cancellationToken);
            var kind = services.GetRequiredService<IConfiguration>().Database().Kind;
            var result = new JsonObject { ["database"] = $"{kind}", ["entries"] = settings.Entries, ["system"] = BenchMachine.System, ["build"] = BenchMachine.Build };
            foreach (var part in figures.GroupBy(figure => figure.Part))
            {
                result[part.Key] = new JsonObject(part.Select(figure => KeyValuePair.Create<string, JsonNode?>(figure.Name, BenchCommand.Describe(figure))));
            }

            Console.Out.WriteLine(result.ToJsonString(CommandJson.Options));
            if (settings.Append is { } file)
            {
                var title = string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd}, log on {kind}, {settings.Entries} entries, {Environment.ProcessorCount} cores, {BenchMachine.System}, {BenchMachine.Build}");
                await File.AppendAllTextAsync(file, BenchTable.Of(title, figures), cancellationToken);
            }

            return figures.Any(figure => figure.Holds == false) ? ExitCode.DidNotHold : ExitCode.Done;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<BenchFigure>> MeasureAsync(IServiceProvider services, Settings settings, CancellationToken cancellation)
    {
        var database = services.GetRequiredService<IDbContextFactory<WorkbenchDbContext>>();
        await BenchLogData.FillAsync(database, settings.Entries, cancellation);
        var (watch, used) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
        var verified = await services.GetRequiredService<LogCheck>().VerifyAsync(cancellation);
        if (!verified.Ok)
        {
            throw new LogDamagedException(verified.Problem!);
        }

        var perMillion = 1_000_000.0 / settings.Entries;
        List<BenchFigure> figures =
        [
            new("verify", "secondsForAMillion", watch.Elapsed.TotalSeconds * perMillion, "s", AtMost: MostSecondsToVerifyAMillion),
            new("verify", "processorSecondsForAMillion", (Process.GetCurrentProcess().TotalProcessorTime - used).TotalSeconds * perMillion, "s"),
        ];
        await AppendAsync(database, 200, cancellation);
        used = Process.GetCurrentProcess().TotalProcessorTime;
        var (appends, wholes) = await AppendAsync(database, settings.Appends, cancellation);
        used = Process.GetCurrentProcess().TotalProcessorTime - used;
        figures.Add(new BenchFigure("append", "medianMilliseconds", Quantile(appends, 0.5), "ms", AtMost: MostMillisecondsToAppend));
        figures.Add(new BenchFigure("append", "p95Milliseconds", Quantile(appends, 0.95), "ms", AtMost: MostMillisecondsToAppend));
        figures.Add(new BenchFigure("append", "p99Milliseconds", Quantile(appends, 0.99), "ms"));
        figures.Add(new BenchFigure("append", "processorMillisecondsWithTransaction", used.TotalMilliseconds / settings.Appends, "ms"));
        figures.Add(new BenchFigure("append", "medianMillisecondsWithTransaction", Quantile(wholes, 0.5), "ms"));
        figures.Add(new BenchFigure("append", "p95MillisecondsWithTransaction", Quantile(wholes, 0.95), "ms"));

        var log = services.GetRequiredService<LogStore>();
        List<double> proofs = [];
        List<double> pages = [];
        for (var round = 0; round < 100; round++)
        {
            watch.Restart();
            await log.ProveAsync(round * (settings.Entries / 100), cancellation);
            proofs.Add(watch.Elapsed.TotalMilliseconds);
            watch.Restart();
            await log.SearchAsync(new LogFilter("bench.entry", Actor: "P-0007"), 100, round * (settings.Entries / 100L), cancellation);
            pages.Add(watch.Elapsed.TotalMilliseconds);
        }

        figures.Add(new BenchFigure("read", "medianMillisecondsForAProof", Quantile(proofs, 0.5), "ms"));
        figures.Add(new BenchFigure("read", "medianMillisecondsForAPage", Quantile(pages, 0.5), "ms"));
        return figures;
    }

    /// <returns>Milliseconds of the append alone, and of the whole transaction.</returns>
    private static async Task<(List<double> Appends, List<double> Wholes)> AppendAsync(IDbContextFactory<WorkbenchDbContext> database, int count, CancellationToken cancellation)
    {
        List<double> appends = [];
        List<double> wholes = [];
        for (var at = 0; at < count; at++)
        {
            var whole = Stopwatch.StartNew();
            await using var db = await database.CreateDbContextAsync(cancellation);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            var append = Stopwatch.StartNew();
            await LogAppender.AppendAsync(db, BenchLogData.Record(at), DateTimeOffset.UtcNow, cancellation);
            appends.Add(append.Elapsed.TotalMilliseconds);
            await transaction.CommitAsync(cancellation);
            wholes.Add(whole.Elapsed.TotalMilliseconds);
        }

        return (appends, wholes);
    }

    private static double Quantile(List<double> values, double share) => values.Order().ElementAt((int)(share * (values.Count - 1)));
}
