using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Workbench.Core.Runs;
using Workbench.Core.Runs.Judging;
using Workbench.Core.Statistics;
using Workbench.Core.Suites;

namespace Workbench.Cli;

/// <summary>What the <c>run</c> command says at its end.</summary>
internal static class RunReport
{
    public static async Task<int> WriteAsync(RunSummary run, PromptSuite suite, ImmutableArray<GateExpression> gates, int cached, IRunStore store, string? folder, bool json, CancellationToken cancellation)
    {
        ImmutableArray<(GateExpression Gate, bool Holds)> held = [.. gates.Select(gate => (gate, gate.Holds(run)))];
        var manifest = RunManifest.Write(run.Run, suite, cached);
        var summary = Json(run, suite, held);
        if (folder is not null)
        {
            await RunFolder.WriteAsync(folder, run.Run, suite, manifest, summary, store, cancellation);
        }

        summary["manifest"] = manifest;
        var document = summary.ToJsonString(CommandJson.Options);
        if (json)
        {
            Console.Out.WriteLine(document);
        }
        else
        {
            Print(run, held);
        }

        // A candidate that never answered was not measured: its model could not be used.
        return run.Candidates.Any(candidate => candidate is { Answered: 0, Errors: > 0 }) ? ExitCode.ModelUnavailable
            : held.All(each => each.Holds) ? ExitCode.Done : ExitCode.DidNotHold;
    }

    internal static JsonObject Json(RunSummary run, PromptSuite suite, ImmutableArray<(GateExpression Gate, bool Holds)> gates) => new()
    {
        ["run"] = run.Run.Id,
        ["suite"] = new JsonObject { ["name"] = suite.Name, ["version"] = suite.Version, ["sha256"] = suite.Sha256 },
        ["counts"] = new JsonObject { ["expected"] = run.Expected, ["answered"] = run.Answered, ["scored"] = run.Scored, ["errors"] = run.Errors, ["unscored"] = run.Unscored, ["missing"] = run.Missing },
        ["candidates"] = new JsonArray([.. run.Candidates.Select(Json)]),
        ["gates"] = new JsonArray([.. gates.Select(each => new JsonObject { ["expression"] = each.Gate.Text, ["holds"] = each.Holds })]),
    };

    private static JsonObject Json(CandidateSummary candidate) => new()
    {
        ["name"] = candidate.Candidate.Name,
        ["model"] = new JsonObject { ["sha256"] = candidate.Model?.Sha256 },
        ["metrics"] = Json(candidate.Metrics),
        ["notValidated"] = new JsonArray([.. candidate.Metrics.Where(metric => !ScoreMetrics.IsValidated(metric.Name)).Select(metric => JsonValue.Create(metric.Name))]),
        ["reasons"] = Reasons(candidate.Metrics),
        ["splits"] = new JsonArray([.. candidate.Splits.Select(split => new JsonObject { ["dimension"] = split.Dimension, ["value"] = split.Value, ["metrics"] = Json(split.Metrics), ["reasons"] = Reasons(split.Metrics) })]),
        ["errors"] = candidate.Errors,
        ["unscored"] = candidate.Unscored,
        ["tokens"] = new JsonObject { ["prompt"] = candidate.Tokens.Prompt, ["promptCached"] = candidate.Tokens.PromptCached, ["completion"] = candidate.Tokens.Completion },
        ["seconds"] = Math.Round(candidate.Time.TotalSeconds, 3),
    };

    private static JsonObject Json(ImmutableArray<Metric> metrics) =>
        new(metrics.Select(metric => KeyValuePair.Create<string, JsonNode?>(metric.Name, metric.Estimate is { } estimate ? EstimateJson.Of(estimate) : null)));

    /// <summary>Why the metrics that are null are so, by name.</summary>
    private static JsonObject Reasons(ImmutableArray<Metric> metrics) =>
        new(metrics.Where(metric => metric.Estimate is null).Select(metric => KeyValuePair.Create<string, JsonNode?>(metric.Name, metric.Reason?.ToString())));

    private static void Print(RunSummary run, ImmutableArray<(GateExpression Gate, bool Holds)> gates)
    {
        var table = new Table().AddColumn(run.Run.Id);
        foreach (var candidate in run.Candidates)
        {
            table.AddColumn(Markup.Escape(candidate.Candidate.Name));
        }

        foreach (var name in run.Candidates.SelectMany(candidate => candidate.Metrics).Select(metric => metric.Name).Distinct())
        {
            table.AddRow([ScoreMetrics.IsValidated(name) ? name : Markup.Escape(CommandOutput.Say("NotValidated", name)), .. run.Candidates.Select(candidate => Markup.Escape(EstimateText.Of(candidate.Metric(name))))]);
        }

        table.AddRow(["errors", .. run.Candidates.Select(candidate => $"{candidate.Errors}")]);
        table.AddRow(["unscored", .. run.Candidates.Select(candidate => $"{candidate.Unscored}")]);
        AnsiConsole.Write(table);
        if (run.Missing > 0)
        {
            Console.Out.WriteLine(CommandOutput.Say(run.Run.Record.Origin is null ? "CellsNotAsked" : "CellsNotGiven", run.Missing, run.Expected));
        }

        if (JudgeRecord.Selves(run.Run).ToList() is { Count: > 0 } selves)
        {
            Console.Out.WriteLine(CommandOutput.Say("JudgesItself", string.Join(", ", selves)));
        }

        foreach (var (gate, holds) in gates)
        {
            Console.Out.WriteLine($"{(holds ? "holds" : "does not hold")}: {gate.Text}");
        }
    }
}
