using Spectre.Console;
using Workbench.Core.Live;
using Workbench.Core.Runs;

namespace Workbench.Cli;

/// <summary>A run's progress on the terminal of standard error; nothing where that is not a terminal.</summary>
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
            var task = context.AddTask(live.Current.RunId, maxValue: Math.Max(1, live.Current.Expected));
            await foreach (var state in live.WatchAsync())
            {
                task.Value = state.Answered + state.Errors;
                task.Description = Markup.Escape($"{state.RunId} {state.Activity} {state.Answered + state.Errors}/{state.Expected}{(state.TimeLeft is { } left ? $" {left:hh\\:mm\\:ss}" : "")}");
            }
        });
    }
}
