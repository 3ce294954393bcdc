using Spectre.Console.Cli;

namespace Workbench.Cli;

/// <summary>Every command of the executable; with none, the workbench itself.</summary>
public static class CommandTree
{
    public static async Task<int> RunAsync(string[] args)
    {
        var app = new CommandApp<ServeCommand>();
        app.Configure(configuration =>
        {
            Configure(configuration);
            configuration.SetExceptionHandler((exception, _) => CommandFailure.Report(exception, args));
        });
        return await app.RunAsync(StandardInput.Joined(AssessCommands.Plain(SharedOptions.AfterCommand(args))));
    }

    internal static void Configure(IConfigurator configuration)
    {
        configuration.SetApplicationName("Workbench");

        // A misspelt option that is quietly left out makes another run than the one asked for.
        configuration.UseStrictParsing();
        configuration.AddCommand<ServeCommand>("serve").WithDescription("The web workbench; what no command means, too.");
        configuration.AddCommand<HostCommand>("host").WithDescription("One model in this process, over the OpenAI protocol.");
        configuration.AddCommand<ChatCommand>("chat").WithDescription("A conversation with models, side by side in the terminal.");
        configuration.AddBranch("suite", SuiteCommands.AddTo);
        configuration.AddCommand<RunCommand>("run").WithDescription("Runs a suite on models.");
        configuration.AddCommand<RunDiffCommand>("diff").WithDescription("What got better and what got worse from one run to another.");
        configuration.AddCommand<ScoreCommand>("score").WithDescription("Scores answers that are there already.");
        configuration.AddCommand<ExportCommand>("export").WithDescription("Writes the cells of a run.");
        configuration.AddBranch("bank", BankCommands.AddTo);
        configuration.AddBranch("keywords", KeywordCommands.AddTo);
        configuration.AddBranch("stats", StatsCommand.AddTo);
        configuration.AddBranch("race", race =>
        {
            race.SetDescription("Races of candidates: ratings and standings.");
            race.AddCommand<RaceRateCommand>("rate").WithDescription("Bradley-Terry ratings from a vote file.");
            race.AddCommand<RaceStandingsCommand>("standings").WithDescription("The board of a season.");
        });
        configuration.AddBranch("policy", PolicyCommands.AddTo);
        configuration.AddBranch("provenance", ProvenanceCommands.AddTo);
        configuration.AddBranch("assess", AssessCommands.AddTo);
        configuration.AddBranch("label", LabelCommands.AddTo);
        configuration.AddCommand<ReportCommand>("report").WithDescription("A report on a run, an assessment or a decision.");
        configuration.AddBranch("log", log =>
        {
            log.SetDescription("The log of decisions and evidence: verify, export, prove.");
            log.AddCommand<LogVerifyCommand>("verify").WithDescription("Every entry, the tree, and every checkpoint signed so far; or an export, or a proof.");
            log.AddCommand<LogExportCommand>("export").WithDescription("The whole log as static files that others can verify.");
            log.AddCommand<LogProveCommand>("prove").WithDescription("That one entry is in the log, or that one state of it goes on in another.");
            log.AddCommand<LogEvidenceCommand>("evidence").WithDescription("Everything about a decision or an assessment, with the log, for an auditor.");
            log.AddCommand<LogCheckpointCommand>("checkpoint").WithDescription("Signs what the log holds now.");
            log.AddCommand<LogAnchorCommand>("anchor").WithDescription("Has a time-stamp authority (RFC 3161) say when the log was as it is.");
            log.AddCommand<LogListCommand>("list").WithDescription("The newest entries.");
            log.AddCommand<LogRotateKeyCommand>("rotate-key").WithDescription("Signs under a new key from now on; the old one vouches for it.");
        });
        configuration.AddCommand<BackupCommand>("backup").WithDescription("The whole workspace in one file, while others work in it.");
        configuration.AddCommand<RestoreCommand>("restore").WithDescription("A workspace from a backup; what was there is kept aside.");
        configuration.AddCommand<PromptCommand>("prompt").WithDescription("The text a chat template makes: what would be sent.");
        configuration.AddBranch("models", models =>
        {
            models.SetDescription("Model files: what there is, what is in them, whether they fit.");
            models.AddCommand<ModelsListCommand>("list").WithDescription("Models that were found, with their facts.");
            models.AddCommand<ModelsInspectCommand>("inspect").WithDescription("Everything a model file says about itself.");
            models.AddCommand<ModelsScanCommand>("scan").WithDescription("Looks through a folder for model files.");
            models.AddCommand<ModelsFitCommand>("fit").WithDescription("Memory that models need, before loading them.");
            models.AddCommand<ModelsDevicesCommand>("devices").WithDescription("Devices of this machine, and why each engine backend is used or not.");
        });
        configuration.AddBranch("bench", bench =>
        {
            bench.SetDescription("Measures this machine and this build.");
            bench.AddCommand<BenchCommand>("engine").WithDescription("The engine: throughput, latency, prefixes, sampling, hosts.");
            bench.AddCommand<BenchRunsCommand>("runs").WithDescription("A run against an endpoint with many requests in flight.");
            bench.AddCommand<BenchEndpoint>("endpoint").IsHidden();
            bench.AddCommand<BenchStorageCommand>("storage").WithDescription("Pages and figures of a run of a million cells, and how fast cells are written.");
            bench.AddCommand<BenchLogCommand>("log").WithDescription("A log of a million entries verified, and what appending costs.");
            bench.AddCommand<BenchKeywordsCommand>("keywords").WithDescription("100,000 keywords over 10 MB of text.");
            bench.AddCommand<BenchCoverageCommand>("coverage").WithDescription("How often each interval holds the truth, simulated.");
        });
        configuration.AddBranch("decision", DecisionCommands.AddTo);
        configuration.AddBranch("evidence", EvidenceCommands.AddTo);
        configuration.AddBranch("clause", ClauseCommands.AddTo);
        configuration.AddBranch("finding", FindingCommands.AddTo);
        configuration.AddBranch("exception", ExceptionCommands.AddTo);
        configuration.AddBranch("people", PeopleCommands.AddTo);
        configuration.AddBranch("token", TokenCommands.AddTo);
    }
}
