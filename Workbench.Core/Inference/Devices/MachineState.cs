using System.Collections.Immutable;

namespace Workbench.Core.Inference.Devices;

/// <summary>What this machine has and how much of it is in use now, by all processes.</summary>
/// <param name="Devices">Graphics devices whose driver tells about them.</param>
public sealed record MachineState(ProcessorState Processor, ImmutableArray<DeviceState> Devices);

/// <summary>The processor and main memory.</summary>
/// <param name="Name">Null where the system does not tell; so with each of the others.</param>
/// <param name="Cores">Hardware threads this process may use.</param>
/// <param name="Load">Share of the cores that worked since the last look, 0 to 1; null at the first look.</param>
/// <param name="FreeBytes">Memory that can be taken without swapping.</param>
public sealed record ProcessorState(string? Name, int Cores, double? Load, long? TotalBytes, long? FreeBytes);

/// <summary>One graphics device as its driver sees it.</summary>
/// <param name="Id">By which a model is pinned to it, for example <c>cuda:0</c>; null where the engine offers none.</param>
/// <param name="Driver">Name and version of what told about it.</param>
/// <param name="Load">Share of the last moments in which it worked, 0 to 1; null where the driver does not tell, as with each of the others.</param>
/// <param name="Watts">Power it draws.</param>
/// <param name="MostWatts">Power it may draw.</param>
/// <param name="Celsius">Temperature.</param>
public sealed record DeviceState(
    string? Id,
    string Name,
    string Driver,
    long? TotalBytes = null,
    long? FreeBytes = null,
    double? Load = null,
    double? Watts = null,
    double? MostWatts = null,
    int? Celsius = null);
