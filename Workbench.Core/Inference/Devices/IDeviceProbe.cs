using System.Collections.Immutable;

namespace Workbench.Core.Inference.Devices;

/// <summary>A driver that tells about its devices.</summary>
internal interface IDeviceProbe
{
    /// <returns>Its devices now; none where the driver is absent.</returns>
    ImmutableArray<DeviceState> Look();
}
