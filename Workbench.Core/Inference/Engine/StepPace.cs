namespace Workbench.Core.Inference.Engine;

/// <summary>How many prompt tokens a decode may hold, from what the last decodes took: streams should not be seen to stop, and who comes should soon be let in.</summary>
internal sealed class StepPace
{
    /// <summary>A decode beside an answer that a person reads as it is written.</summary>
    public static readonly TimeSpan BesideReaders = TimeSpan.FromMilliseconds(150);

    /// <summary>Any other decode.</summary>
    public static readonly TimeSpan BesideNobody = TimeSpan.FromMilliseconds(500);

    /// <summary>Before anything was measured.</summary>
    private const int First = 64;

    private const int Least = 4;
    private double _secondsPerToken;

    /// <param name="limit">What the whole decode may take.</param>
    /// <param name="answers">Tokens in the batch already, one of each running answer. A slow model may at most double their decode.</param>
    public int PromptTokens(TimeSpan limit, int answers)
    {
        var room = DecodeContext.BatchTokens - answers;
        var tokens = _secondsPerToken <= 0 ? First : (limit.TotalSeconds / _secondsPerToken) - answers;
        return (int)Math.Clamp(tokens, Math.Min(room, Math.Max(Least, answers)), room);
    }

    /// <summary>The newest counts half: cost grows with the length of what is read, and other programs come and go.</summary>
    public void Took(int tokens, TimeSpan time)
    {
        var seconds = time.TotalSeconds / tokens;
        _secondsPerToken = _secondsPerToken <= 0 ? seconds : (_secondsPerToken + seconds) / 2;
    }
}
