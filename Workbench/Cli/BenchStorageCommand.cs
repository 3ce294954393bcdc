using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Governance;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Language;
using Workbench.Core.Runs;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>bench storage</c>: a made-up run of many cells, written the way every run is, and how long its pages, its figures and further cells take.</summary>
public sealed class BenchStorageCommand : AsyncCommand<BenchStorageCommand.Settings>
{
    private const double MostSecondsFor100000 = 30;

    public sealed class Settings : CommandSettings
    {
        [CommandOption("--rows <N>")]
        [Description("Cells of the run (1000000).")]
        public int Rows { get; init; } = 1_000_000;

        [CommandOption("--candidates <N>")]
        [Description("They share the cells (10).")]
        public int Candidates { get; init; } = 10;

        [CommandOption("--rounds <N>")]
        [Description("Requests of each kind (100).")]
        public int Rounds { get; init; } = 100;

        [CommandOption("--data <DIR>")]
        [Description("An empty workspace that is kept afterwards; without it a temporary one. Workbench:Database says which database is used; a server's has to be empty too.")]
        public string? Data { get; init; }

        [CommandOption("--append <FILE>")]
        [Description("Also adds a table of the figures to a Markdown file.")]
        public string? Append { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        if (settings.Rows < 1 || settings.Candidates < 1 || settings.Rows < settings.Candidates || settings.Rounds < 1)
        {
            throw new InputException(new InputProblem(new Phrase("Storage.BenchSize"), Field: "--rows"));
        }

        var folder = settings.Data ?? Directory.CreateTempSubdirectory("bench").FullName;
        try
        {
            await using var services = await WorkspaceServices.OpenAsync(folder, cancellationToken);
            var figures = await MeasureAsync(services, settings, cancellationToken);
            if (Directory.EnumerateFiles(folder, "workbench.db*").ToList() is { Count: > 0 } files && services.GetRequiredService<IConfiguration>().Database().Kind == Core.Storage.DatabaseKind.Sqlite)
            {
                figures.Add(new BenchFigure("fill", "size", files.Sum(file => new FileInfo(file).Length) / 1e6, "MB"));
            }

            var kind = services.GetRequiredService<IConfiguration>().Database().Kind.ToString();
            Console.Out.WriteLine(Json(figures, kind, settings).ToJsonString(CommandJson.Options));
            if (settings.Append is { } file)
            {
                var title = string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd}, storage on {kind}, {settings.Rows} cells of {settings.Candidates} candidates, {Environment.ProcessorCount} cores, {BenchMachine.System}, {BenchMachine.Build}");
                await File.AppendAllTextAsync(file, BenchTable.Of(title, figures), cancellationToken);
            }

            return figures.Any(figure => figure.Holds == false) ? ExitCode.DidNotHold : ExitCode.Done;
        }
        finally
        {
            if (settings.Data is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task<List<BenchFigure>> MeasureAsync(ServiceProvider services, Settings settings, CancellationToken cancellation)
    {
        var store = services.GetRequiredService<IRunStore>();
        if (!(await store.ListAsync(1, null, cancellation)).IsEmpty)
        {
            throw new InputException(new InputProblem(new Phrase("Storage.BenchNotEmpty"), Field: "--data"));
        }

        List<BenchFigure> figures = [];
        var samples = settings.Rows / settings.Candidates;
        Console.Error.WriteLine($"{samples} samples");
        var suite = BenchStorageData.Suite(samples, "bench-storage");
        var watch = Stopwatch.StartNew();
        var run = await store.CreateAsync(new RunSpec(suite, BenchStorageData.Candidates(settings.Candidates)), Actor.Owner, cancellation);
        figures.Add(new BenchFigure("fill", "secondsToCreate", watch.Elapsed.TotalSeconds, "s"));
        watch.Restart();
        var used = Process.GetCurrentProcess().TotalProcessorTime;
        await store.AddAsync(run.Id, Told(BenchStorageData.Cells(samples, settings.Candidates, DateTimeOffset.UtcNow)), Actor.Owner, cancellation);
        await store.SetStatusAsync(run.Id, RunStatus.Finished, Actor.Owner, cancellation);
        figures.Add(new BenchFigure("fill", "seconds", watch.Elapsed.TotalSeconds, "s"));
        figures.Add(new BenchFigure("fill", "processorSeconds", (Process.GetCurrentProcess().TotalProcessorTime - used).TotalSeconds, "s"));
        figures.Add(new BenchFigure("fill", "secondsFor100000", watch.Elapsed.TotalSeconds * 100_000 / settings.Rows, "s", AtMost: MostSecondsFor100000));
        figures.AddRange(await new BenchStorageReads(services, run, samples, settings.Rounds).MeasureAsync(cancellation));
        figures.AddRange(await BenchStorageWrites.MeasureAsync(store, cancellation));
        return figures;
    }

    private static IEnumerable<SampleResult> Told(IEnumerable<SampleResult> cells)
    {
        foreach (var (index, cell) in cells.Index())
        {
            if (index % 100_000 == 0)
            {
                Console.Error.WriteLine($"{index} cells");
            }

            yield return cell;
        }
    }

    private static JsonObject Json(List<BenchFigure> figures, string kind, Settings settings)
    {
        var result = new JsonObject { ["database"] = kind, ["rows"] = settings.Rows, ["candidates"] = settings.Candidates, ["system"] = BenchMachine.System, ["build"] = BenchMachine.Build };
        foreach (var part in figures.GroupBy(figure => figure.Part))
        {
            result[part.Key] = new JsonObject(part.Select(figure => KeyValuePair.Create<string, JsonNode?>(figure.Name, BenchCommand.Describe(figure))));
        }

        return result;
    }
}
