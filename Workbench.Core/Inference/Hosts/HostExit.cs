using System.Collections.Immutable;
using System.Globalization;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Hosts;

/// <summary>How a host process ended.</summary>
/// <param name="Code">Exit code; 128 and the signal's number for a process ended by a signal.</param>
/// <param name="Hung">Why the workbench ended it, if it did because it had hung.</param>
internal sealed record HostExit(int Code, ImmutableArray<string> LastWords, Phrase? Hung = null)
{
    /// <summary>What a host ends with when its model can't be loaded, and after an abort of the engine.</summary>
    public const int BadModel = 3;

    private const int Signalled = 128;
    private const int QuotedLines = 3;

    /// <summary>The last few lines in one; never empty.</summary>
    public string Said => LastWords.IsEmpty ? "–" : string.Join(" ", LastWords.TakeLast(QuotedLines));

    public Phrase Reason(string name) => Hung ?? (Code is > Signalled and < Signalled + 65 && !OperatingSystem.IsWindows()
        ? new Phrase("Inference.HostKilled", name, (Code - Signalled).ToString(CultureInfo.InvariantCulture), Said)
        : new Phrase("Inference.HostExited", name, Code.ToString(CultureInfo.InvariantCulture), Said));
}
