using System.Runtime;

namespace DemoModels.Training;

/// <summary>Keeps the garbage collector out of the native calls.</summary>
/// <remarks>
/// TorchSharp 0.107.0 makes short-lived native scalars (the 1e-5 of <c>x + 1e-5f</c>, the hidden factor of every addition). Their finalizers may run while native code still reads
/// them; one long run died of it. So nothing is collected within a window of steps, and everything between two.
/// </remarks>
internal static class CollectedBetweenSteps
{
    private const int Steps = 20;
    private const long Bytes = 240L << 20;

    public static void At(int step)
    {
        if (step % Steps != 0)
        {
            return;
        }

        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            GC.EndNoGCRegion();
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.TryStartNoGCRegion(Bytes);
    }
}
