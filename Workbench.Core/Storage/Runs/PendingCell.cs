using Workbench.Core.Governance;
using Workbench.Core.Runs;

namespace Workbench.Core.Storage.Runs;

/// <summary>A cell that waits to be written, and who waits for it.</summary>
internal sealed class PendingCell(string runId, SampleResult result, bool replace, Actor actor)
{
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string RunId { get; } = runId;

    public SampleResult Result { get; } = result;

    public bool Replace { get; } = replace;

    public Actor Actor { get; } = actor;

    /// <summary>Ends when the cell is committed.</summary>
    public Task Written => _written.Task;

    /// <summary>Set while its batch is being written: known to be refused whatever the others do.</summary>
    public Exception? Refusal { get; set; }

    public void Complete()
    {
        if (Refusal is { } refusal)
        {
            _written.TrySetException(refusal);
        }
        else
        {
            _written.TrySetResult();
        }
    }

    public void Fail(Exception broken) => _written.TrySetException(broken);
}
