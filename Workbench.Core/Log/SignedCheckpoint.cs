namespace Workbench.Core.Log;

/// <summary>A checkpoint as it was signed, when, and what a time-stamping authority said of it.</summary>
/// <param name="Note">The signed note as published.</param>
/// <param name="Anchor">Null when nobody was asked.</param>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, string Note, DateTimeOffset At, LogAnchor? Anchor);
