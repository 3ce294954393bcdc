namespace Workbench.Core.Inference.Engine;

/// <summary>How many prompt tokens a decode may hold, from what the last decodes took: streams should not be seen to stop, and who comes should soon be let in.</summary>
internal sealed class StepPace
{
    /// <summary>A decode beside an answer that a person reads as it is written.</summary>
    public static readonly TimeSpan BesideReaders = TimeSpan.FromMilliseconds(150);

    /// <summary>The same where who comes is a person too, who sees nothing at all until the prompt is read.</summary>
    public static readonly TimeSpan BetweenPersons = TimeSpan.FromMilliseconds(400);

    /// <summary>Any other decode.</summary>
    public static readonly TimeSpan BesideNobody = TimeSpan.FromMilliseconds(500);

    /// <summary>Before anything was measured.</summary>
    private const int First = 64;

    /// <summary>Every decode reads all weights: fewer tokens than this cost more each, and nobody would see the difference.</summary>
    private const int LeastBesideNobody = 32;

    private const int LeastBesideReaders = 4;
    private double _secondsPerToken;

    /// <param name="readers">Whether a person reads one of the answers as it is written.</param>
    /// <param name="person">Whether one of the prompts is a person's.</param>
    /// <param name="answers">Tokens in the batch already, one of each running answer. A slow model may double their decode.</param>
    public int PromptTokens(bool readers, bool person, int answers)
    {
        var room = DecodeContext.BatchTokens - answers;
        var tokens = _secondsPerToken <= 0 ? First : (Allowed(readers, person).TotalSeconds / _secondsPerToken) - answers;
        return (int)Math.Clamp(tokens, Math.Min(room, Math.Max(readers ? LeastBesideReaders : LeastBesideNobody, answers)), room);
    }

    private static TimeSpan Allowed(bool readers, bool person) => !readers ? BesideNobody : person ? BetweenPersons : BesideReaders;

    /// <summary>The newest counts half: cost grows with the length of what is read, and other programs come and go.</summary>
    public void Took(int tokens, TimeSpan time)
    {
        var seconds = time.TotalSeconds / tokens;
        _secondsPerToken = _secondsPerToken <= 0 ? seconds : (_secondsPerToken + seconds) / 2;
    }
}
