using System.Text;

namespace Workbench.Cli;

/// <summary>Text of models and files for a terminal: without control characters that could drive it.</summary>
public static class TerminalText
{
    /// <summary>As it is on several lines, tabs as spaces; marks that turn the direction of writing around are replaced too, since text behind them would not stand where it seems to.</summary>
    public static string Lines(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            switch (letter)
            {
                case '\n':
                    plain.Append(letter);
                    break;
                case '\t':
                    plain.Append("    ");
                    break;
                case '\r':
                    break;
                default:
                    plain.Append(char.IsControl(letter) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029' ? '\uFFFD' : letter);
                    break;
            }
        }

        return plain.ToString();
    }

    /// <summary>On one line.</summary>
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
