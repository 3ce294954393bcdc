using Spectre.Console;
using Workbench.Core.Live;
using Workbench.Core.Runs;

namespace Workbench.Cli;

/// <summary>A run's progress on the terminal of standard error, candidate by candidate; nothing where that is not a terminal.</summary>
internal static class RunProgress
{
    public static async Task ShowAsync(LiveState<RunState> live)
    {
        if (Console.IsErrorRedirected)
        {
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        await console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn()).StartAsync(async context =>
        {
            var whole = context.AddTask(live.Current.RunId, maxValue: Math.Max(1, live.Current.Expected));
            Dictionary<string, ProgressTask> tasks = [];
            await foreach (var state in live.WatchAsync())
            {
                (whole.Value, whole.MaxValue) = (state.Answered + state.Errors, Math.Max(1, state.Expected));
                whole.Description = Markup.Escape($"{state.RunId} {state.Answered + state.Errors}/{state.Expected}{(state.Kept > 0 ? CommandOutput.Say("FromCache", state.Kept) : "")}{Left(state.TimeLeft, state.IsLeast, state.Away.Any())}");
                if (state.Judging is { } judging)
                {
                    var task = tasks.TryGetValue(judging.Name, out var begun) ? begun : tasks[judging.Name] = context.AddTask(judging.Name, maxValue: Math.Max(1, judging.Total));
                    task.Value = judging.Done;
                    task.Description = Markup.Escape(CommandOutput.Say("Judging", judging.Name, $"{judging.Done}/{judging.Total}"));
                }

                foreach (var candidate in state.Candidates)
                {
                    var task = tasks.TryGetValue(candidate.Name, out var known) ? known : tasks[candidate.Name] = context.AddTask(candidate.Name, maxValue: Math.Max(1, candidate.Total));
                    task.Value = candidate.Done + candidate.Errors;
                    task.Description = Markup.Escape($"{candidate.Name} {Phase(candidate)}{Left(candidate.Phase == CandidatePhase.Asking ? candidate.TimeLeft : null, false, candidate.AwaySince is not null)}");
                }
            }
        });
    }

    internal static string Phase(CandidateProgress candidate) => candidate.Phase switch
    {
        CandidatePhase.Waiting => CommandOutput.Say("PhaseWaiting"),
        CandidatePhase.Loading => CommandOutput.Say("PhaseLoading"),
        _ => $"{candidate.Done + candidate.Errors}/{candidate.Total}{(candidate.AwaySince is { } away ? CommandOutput.Say("EndpointAway", $"{away.ToLocalTime():HH:mm:ss}") : "")}",
    };

    internal static string Left(TimeSpan? left, bool isLeast, bool isAway)
    {
        var said = left is { } time ? $" {(isLeast ? "≥ " : "")}{time:hh\\:mm\\:ss}" : "";
        return isAway && said.Length > 0 ? $" {CommandOutput.Say("LeftThen", said.TrimStart())}" : said;
    }
}
