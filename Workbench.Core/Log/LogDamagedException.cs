using Workbench.Core.Language;

namespace Workbench.Core.Log;

/// <summary>The log is not what was recorded or signed before, so nothing further is signed or exported from it. Commands exit with 1.</summary>
public sealed class LogDamagedException(Phrase reason) : Exception(reason.ToString()), IReasoned
{
    public Phrase Reason { get; } = reason;
}
