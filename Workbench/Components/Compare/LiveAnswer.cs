using System.Collections.Immutable;
using System.Text;
using Workbench.Core.Inference;
using Workbench.Core.Language;

namespace Workbench.Components.Compare;

public enum AnswerPhase
{
    /// <summary>The model is being loaded, or its turn has not come.</summary>
    Waiting,
    Writing,
    Done,
    Failed,
}

/// <summary>One answer as it arrives. Written by its own task, read by the page at its own pace.</summary>
public sealed class LiveAnswer(Candidate candidate) : IDisposable
{
    // Finished pieces are never sent to the browser again; only the open one is.
    private const int PieceLength = 200;

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly StringBuilder _open = new();
    private ImmutableList<string> _pieces = [];

    public Candidate Candidate { get; } = candidate;

    public AnswerPhase Phase { get; private set; }

    /// <summary>What answered; null until the model is there.</summary>
    public ModelFacts? Facts { get; private set; }

    public ModelOutput? Output { get; private set; }

    public Phrase? Problem { get; private set; }

    /// <summary>Stopped by the person before or while it was written.</summary>
    public bool IsStopped { get; private set; }

    public bool IsRunning => Phase is AnswerPhase.Waiting or AnswerPhase.Writing;

    /// <summary>Whole pieces and the open one, in order.</summary>
    public ImmutableList<string> Pieces
    {
        get
        {
            lock (_lock)
            {
                return _open.Length == 0 ? _pieces : _pieces.Add(_open.ToString());
            }
        }
    }

    public async Task RunAsync(IModelPool pool, string prompt)
    {
        try
        {
            using var lease = await pool.AcquireAsync(Candidate.Model, _stop.Token);
            Facts = lease.Client.Facts;
            Phase = AnswerPhase.Writing;
            await foreach (var update in lease.Client.GenerateAsync(Request(prompt), _stop.Token))
            {
                Append(update.Text);
                Output = update.Final ?? Output;
            }

            Phase = AnswerPhase.Done;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            IsStopped = true;
            Phase = AnswerPhase.Done;
        }
        catch (ModelUnavailableException unavailable)
        {
            Problem = unavailable.Reason;
            Phase = AnswerPhase.Failed;
        }
    }

    public void Stop() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    private GenerateRequest Request(string prompt)
    {
        var user = new ChatMessage("user", prompt);
        return new GenerateRequest(
            Candidate.SystemPrompt is { } system ? [new ChatMessage("system", system), user] : [user],
            Candidate.Settings ?? new GenerateSettings(),
            Interactive: true);
    }

    private void Append(string text)
    {
        lock (_lock)
        {
            _open.Append(text);

            // Never between the halves of a character outside the basic plane.
            if (_open.Length >= PieceLength && !char.IsHighSurrogate(_open[^1]))
            {
                _pieces = _pieces.Add(_open.ToString());
                _open.Clear();
            }
        }
    }
}
