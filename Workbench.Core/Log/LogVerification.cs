using Workbench.Core.Language;

namespace Workbench.Core.Log;

/// <summary>What a verification of the log found.</summary>
/// <param name="Root">Lower-case hexadecimal root over what is there; null when it could not be computed.</param>
/// <param name="FirstBad">Index of the first entry that is not what was recorded; null when all hold, or when only the whole is known to differ.</param>
public sealed record LogVerification(long Size, string? Root, bool Ok, long? FirstBad, Phrase? Problem);
