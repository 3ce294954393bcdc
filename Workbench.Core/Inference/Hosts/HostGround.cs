namespace Workbench.Core.Inference.Hosts;

/// <summary>What all hosts of one workbench share.</summary>
internal sealed record HostGround(HostProgram Program, SocketFolder Sockets, ThreadBudget Threads, HostLimits Limits, TimeProvider Time);
