using Workbench.Core.Storage.Backup;

namespace Workbench.Cli;

/// <summary>One line on the terminal of standard error that is written over; nothing where that is not a terminal.</summary>
internal sealed class BackupProgressLine : IDisposable
{
    private const long Pause = 100;

    private readonly bool _shown = !Console.IsErrorRedirected;
    private long _next;
    private int _width;

    public void Show(BackupProgress progress)
    {
        if (!_shown || Environment.TickCount64 < _next)
        {
            return;
        }

        _next = Environment.TickCount64 + Pause;
        var line = TerminalText.Line($"{progress.Done}/{progress.Parts} {progress.Part}{(progress.Rows > 0 ? $" {progress.Rows}" : "")}");
        Console.Error.Write($"\r{line.PadRight(_width)}");
        _width = line.Length;
    }

    public void Clear()
    {
        if (_width > 0)
        {
            Console.Error.Write($"\r{new string(' ', _width)}\r");
            _width = 0;
        }
    }

    public void Dispose() => Clear();
}
