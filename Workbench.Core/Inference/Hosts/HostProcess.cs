using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Hosts;

/// <summary>One running <c>host</c> process: its progress, its socket, its last words, its end. Disposing kills it.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan LastWordsWait = TimeSpan.FromMilliseconds(500);

    private readonly Process _process;
    private readonly LastWords _words = new();
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<HostPhase.Loading> _progress;
    private readonly string _socket;
    private Phrase? _hung;

    private HostProcess(Process process, string socket, Action<HostPhase.Loading> progress)
    {
        (_process, _socket, _progress) = (process, socket, progress);
        var output = ReadAsync(process.StandardOutput, Heard);
        var errors = ReadAsync(process.StandardError, _words.Add);
        Exited = EndAsync(Task.WhenAll(output, errors));
    }

    public int Id => _process.Id;

    /// <summary>Completes when the process has ended, however it did.</summary>
    public Task<HostExit> Exited { get; }

    public LastWords Words => _words;

    /// <exception cref="ModelUnavailableException">The system could not start the program.</exception>
    public static HostProcess Start(ProcessStartInfo start, string name, string socket, Action<HostPhase.Loading> progress)
    {
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        try
        {
            File.Delete(socket);
            process.Start();
            JobObject.Take(process);
            process.StandardInput.Close();
            return new HostProcess(process, socket, progress);
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or InvalidOperationException)
        {
            process.Dispose();
            throw new ModelUnavailableException(new Phrase("Inference.HostNotStarted", name, FailureWords.Of(exception)), exception);
        }
    }

    /// <returns>True when it can be asked how far it is with loading; false when it ended before, or is ready already.</returns>
    public async Task<bool> OpensAsync(CancellationToken cancellation) =>
        await Task.WhenAny(_open.Task, _listening.Task, Exited).WaitAsync(cancellation).ConfigureAwait(false) == _open.Task;

    /// <returns>True when its model is ready; false when it ended first.</returns>
    public async Task<bool> ListensAsync(CancellationToken cancellation) =>
        await Task.WhenAny(_listening.Task, Exited).WaitAsync(cancellation).ConfigureAwait(false) == _listening.Task;

    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>Ends a process that has hung; <paramref name="reason"/> is how it ended, for all who waited for an answer.</summary>
    public void KillHung(Phrase reason)
    {
        Volatile.Write(ref _hung, reason);
        Kill();
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited.ConfigureAwait(false);
        _process.Dispose();
        if (File.Exists(_socket))
        {
            File.Delete(_socket);
        }
    }

    private async Task<HostExit> EndAsync(Task streams)
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);

        // What it said last may still be in the pipe; a child of its own could hold the pipe open for ever.
        await Task.WhenAny(streams, Task.Delay(LastWordsWait)).ConfigureAwait(false);
        return new HostExit(_process.ExitCode, _words.All(), Volatile.Read(ref _hung));
    }

    private void Heard(string line)
    {
        if (line.StartsWith("progress ", StringComparison.Ordinal) && double.TryParse(line.AsSpan("progress ".Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var share))
        {
            _progress(new HostPhase.Loading(Math.Clamp(share, 0, 1), LoadStage.Weights));
        }
        else if (line.StartsWith("open", StringComparison.Ordinal))
        {
            _open.TrySetResult();
        }
        else if (line.StartsWith("listening", StringComparison.Ordinal))
        {
            _listening.TrySetResult();
        }
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> heard)
    {
        // Closed here: disposing a process leaves open what was taken from it.
        using var ending = reader;

        // Characters, not ReadLine: a line without end must not fill the memory.
        var buffer = new char[1024];
        var line = new System.Text.StringBuilder();
        int count;
        while ((count = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            foreach (var character in buffer.AsMemory(0, count).ToArray())
            {
                if (character != '\n' && line.Length < 2000)
                {
                    line.Append(character);
                }
                else
                {
                    heard(line.ToString());
                    line.Clear();
                }
            }
        }

        if (line.Length > 0)
        {
            heard(line.ToString());
        }
    }
}
