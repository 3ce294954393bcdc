using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Workbench.Core.Suites;

namespace Workbench.Core.Scoring.Judges;

/// <summary>Makes text that a judge is shown harmless: what it says may be anything, but it is no control token, no control character, and does not end the stretch it stands in.</summary>
internal static partial class JudgedText
{
    /// <summary>Letters of an answer, question or source that a judge is shown; more of it would only push the question out of its context.</summary>
    public const int Most = 24_000;

    /// <summary>A model's special words, as templates of all kinds write them, get a space inside. Our own hosts take them for plain text anyway; an endpoint might not.</summary>
    public static string Plain(string text)
    {
        var whole = text.Length > Most ? text[..Most] + " […]" : text;
        var visible = string.Concat(whole.Where(letter => !char.IsControl(letter) || letter is '\n' or '\t'));
        return Control().Replace(visible, static match => $"{match.Value[0]} {match.Value[1..]}").Trim();
    }

    /// <summary>For a judge that was taught questions of one line a part: a line end would begin another part.</summary>
    public static string OneLine(string text) => Spaces().Replace(Plain(text), " ");

    /// <summary>Eight digits that only those who know text and sample can tell before: of their own hash, so that no text holds its own end.</summary>
    public static string Mark(Sample sample, string answer)
    {
        var parts = $"{sample.Id}\0{sample.Prompt}\0{sample.Context}\0{answer}";
        for (var round = 0; ; round++)
        {
            var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{round}\0{parts}")))[..8];
            if (!parts.Contains(mark, StringComparison.Ordinal))
            {
                return mark;
            }
        }
    }

    [GeneratedRegex(@"<\|[^\n>]{0,64}|<｜|</?s>|<(bos|eos|unk|pad|mask|cls|sep)>|\[/?(INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\]|<</?SYS>>|</?(start|end)_of_turn>|</?im_(start|end)>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Control();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
