namespace Workbench.Core.Log;

/// <summary>A checkpoint as it was signed, and when.</summary>
/// <param name="Note">The signed note as published.</param>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, string Note, DateTimeOffset At);
