namespace Workbench.Core.Inference.Hosts;

/// <summary>Hands out decoding threads. Threads of the engine spin at every barrier, so more of them than cores slow each other down many times over.</summary>
internal sealed class ThreadBudget(int cores)
{
    private readonly Lock _lock = new();
    private int _taken;

    /// <param name="wanted">Null takes half of what is left, so that a second model finds the other half.</param>
    /// <returns>At least 1, even when nothing is left.</returns>
    public int Take(int? wanted)
    {
        lock (_lock)
        {
            var left = cores - _taken;
            var given = Math.Max(1, Math.Min(wanted ?? (left + 1) / 2, left));
            _taken += given;
            return given;
        }
    }

    public void Return(int threads)
    {
        lock (_lock)
        {
            _taken -= threads;
        }
    }
}
