using System.Globalization;

namespace Workbench.Cli;

/// <summary>A line that is meant for the program: <c>/reset</c>, <c>/system TEXT</c>, <c>/seed N</c>, <c>/help</c>, <c>/quit</c>. A prompt that begins so is written with two strokes.</summary>
internal sealed record ChatOrder(string Word, string Rest)
{
    /// <returns>Null for a prompt.</returns>
    public static ChatOrder? Read(string line)
    {
        if (!line.StartsWith('/') || line.StartsWith("//", StringComparison.Ordinal))
        {
            return null;
        }

        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? new ChatOrder(line.TrimEnd(), "") : new ChatOrder(line[..space], line[(space + 1)..].Trim());
    }

    /// <returns>False when the conversation is to end.</returns>
    public bool Apply(ChatSession session, out string said)
    {
        said = "";
        switch (Word)
        {
            case "/quit" or "/exit":
                return false;
            case "/reset":
                session.Reset();
                said = CommandOutput.Say("ChatReset");
                return true;
            case "/system":
                session.System = Rest;
                said = CommandOutput.Say(Rest.Length == 0 ? "ChatNoSystem" : "ChatSystem");
                return true;
            case "/seed" when Rest.Length == 0:
                session.Seed = null;
                said = CommandOutput.Say("ChatNoSeed");
                return true;
            case "/seed" when long.TryParse(Rest, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed):
                session.Seed = seed;
                said = CommandOutput.Say("ChatSeed", seed);
                return true;
            default:
                said = CommandOutput.Say("ChatHelp");
                return true;
        }
    }
}
