using System.Globalization;
using System.Text;

namespace Workbench.Core.Inference.Templates;

/// <summary>Backslash escapes of text literals; an unknown one stays as it is written.</summary>
internal static class Escapes
{
    public static string Undo(ReadOnlySpan<char> literal)
    {
        if (!literal.Contains('\\'))
        {
            return literal.ToString();
        }

        var text = new StringBuilder(literal.Length);
        for (var i = 0; i < literal.Length; i++)
        {
            if (literal[i] != '\\' || i + 1 == literal.Length)
            {
                text.Append(literal[i]);
                continue;
            }

            i++;
            i += literal[i] switch
            {
                '\n' => 0,
                'n' => Plain('\n'),
                't' => Plain('\t'),
                'r' => Plain('\r'),
                'a' => Plain('\a'),
                'b' => Plain('\b'),
                'f' => Plain('\f'),
                'v' => Plain('\v'),
                '\\' or '\'' or '"' => Plain(literal[i]),
                'x' => Code(literal[(i + 1)..], 2, 'x'),
                'u' => Code(literal[(i + 1)..], 4, 'u'),
                'U' => Code(literal[(i + 1)..], 8, 'U'),
                >= '0' and <= '7' => Octal(literal[i..]),
                _ => Unknown(literal[i]),
            };
        }

        return text.ToString();

        int Plain(char c)
        {
            text.Append(c);
            return 0;
        }

        int Unknown(char c)
        {
            text.Append('\\').Append(c);
            return 0;
        }

        int Code(ReadOnlySpan<char> rest, int digits, char letter)
        {
            if (rest.Length < digits || !int.TryParse(rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code is < 0 or > 0x10FFFF)
            {
                throw new TemplateFailure("TemplateCharacter", "\\" + letter);
            }

            text.Append(code is >= 0xD800 and <= 0xDFFF or < 0x10000 ? ((char)code).ToString() : char.ConvertFromUtf32(code));
            return digits;
        }

        int Octal(ReadOnlySpan<char> rest)
        {
            var (code, used) = (0, 0);
            while (used < 3 && used < rest.Length && rest[used] is >= '0' and <= '7')
            {
                code = (code * 8) + (rest[used++] - '0');
            }

            text.Append((char)code);
            return used - 1;
        }
    }
}
