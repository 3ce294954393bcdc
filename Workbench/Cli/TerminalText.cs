using System.Text;

namespace Workbench.Cli;

/// <summary>Text of models and files for a terminal: on one line, without control characters that could drive it.</summary>
public static class TerminalText
{
    public static string Line(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            plain.Append(letter is '\n' or '\t' ? ' ' : char.IsControl(letter) ? '\uFFFD' : letter);
        }

        return plain.ToString();
    }
}
