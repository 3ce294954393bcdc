using System.Runtime.InteropServices;

namespace Workbench.Cli;

/// <summary>Ctrl+C: stops the answers that are being written; where there are none, the program.</summary>
internal sealed class ChatInterrupt : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private CancellationTokenSource? _answering;

    public CancellationToken Ended => _ended.Token;

    public void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        Press();
    }

    public void Press()
    {
        lock (_gate)
        {
            (_answering is { IsCancellationRequested: false } answering ? answering : _ended).Cancel();
        }
    }

    /// <summary>While it is not disposed, the first press ends only its token.</summary>
    public Answers Answering()
    {
        lock (_gate)
        {
            _answering = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
            return new Answers(this, _answering);
        }
    }

    public void Dispose() => _ended.Dispose();

    internal sealed class Answers(ChatInterrupt owner, CancellationTokenSource source) : IDisposable
    {
        public CancellationToken Token { get; } = source.Token;

        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._answering = null;
                source.Dispose();
            }
        }
    }
}
