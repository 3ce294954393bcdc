using System.Collections.Immutable;
using Workbench.Core.Live;

namespace Workbench.Core.Inference.Devices;

/// <summary>Looks at this machine every two seconds from the first time somebody asks.</summary>
public sealed class MachineWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly ProcessorProbe _processor;
    private readonly ImmutableArray<IDeviceProbe> _devices;
    private readonly Lock _lock = new();
    private readonly Lazy<LiveState<MachineState>> _state;
    private ITimer? _timer;
    private bool _disposed;

    public MachineWatch(TimeProvider time)
        : this(time, new ProcessorProbe(), [new NvidiaProbe(), new AmdProbe()])
    {
    }

    internal MachineWatch(TimeProvider time, ProcessorProbe processor, ImmutableArray<IDeviceProbe> devices)
    {
        (_time, _processor, _devices) = (time, processor, devices);
        _state = new Lazy<LiveState<MachineState>>(Start);
    }

    /// <summary>For pages to watch.</summary>
    public LiveState<MachineState> State => _state.Value;

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _timer?.Dispose();
        }

        if (_state.IsValueCreated)
        {
            _state.Value.Complete();
        }
    }

    private LiveState<MachineState> Start()
    {
        var state = new LiveState<MachineState>(Look(), _time);
        lock (_lock)
        {
            _timer = _disposed ? null : _time.CreateTimer(_ => LookAgain(state), null, Interval, Interval);
        }

        return state;
    }

    private void LookAgain(LiveState<MachineState> state)
    {
        // A slow driver must not pile up looks.
        if (!_lock.TryEnter())
        {
            return;
        }

        try
        {
            var now = _disposed ? state.Current : Look();
            state.Update(_ => now);
        }
        finally
        {
            _lock.Exit();
        }
    }

    private MachineState Look() => new(_processor.Look(), [.. _devices.SelectMany(static probe => probe.Look())]);
}
