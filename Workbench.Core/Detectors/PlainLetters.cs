using System.Globalization;
using System.Text;

namespace Workbench.Core.Detectors;

/// <summary>One form for characters that people read alike: full-width and styled letters, capitals, accents, traditional and simplified characters, letters of other alphabets that look Latin.</summary>
/// <remarks>Traditional characters: the transliterator of Unicode CLDR (<c>variants.txt</c>, made by tools/keyword-variants). Look-alikes: own table.</remarks>
internal static class PlainLetters
{
    /// <summary>Leaves no trace: zero-width, directional and combining marks, variation selectors, soft hyphens.</summary>
    public const char Nothing = '\0';

    /// <summary>A space or a sign that may be strewn into a word: <c>*</c>, <c>-</c>, <c>.</c>, <c>_</c>.</summary>
    public const char Gap = '\u0001';

    /// <summary>The end of a sentence, a clause or a line: no word goes on beyond it.</summary>
    public const char End = '\u0002';

    private const string LookAlikes =
        "аaвbеeкkмmнhоoрpсcтtуyхxіiјjѕsԁdԛqԝwґrӏlпnгrιiοoνvρpτtυuχxαaκkεeηnωwγyβbσoɑaɡgıiłløođdħhŧtƅb⁃-∣l▪.";

    private static readonly char[] Table = Make();

    public static char Of(char letter) => Table[letter];

    /// <summary>A character outside the basic plane: styled letters become plain, other signs a gap; ideographs, which no term of ours has folded, stay themselves as their low surrogate.</summary>
    public static char Of(Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark)
        {
            return Nothing;
        }

        var plain = rune.ToString().Normalize(NormalizationForm.FormKC);
        return plain.Length == 1 ? Table[plain[0]] : Rune.IsLetter(rune) ? plain[^1] : Gap;
    }

    public static bool IsLatin(char plain) => plain is (>= 'a' and <= 'z') or (>= '0' and <= '9');

    private static char[] Make()
    {
        var table = new char[char.MaxValue + 1];
        for (var code = 0; code <= char.MaxValue; code++)
        {
            table[code] = Plain((char)code);
        }

        foreach (var (from, to) in Pairs(Resource().ReplaceLineEndings("")))
        {
            table[from] = to;
        }

        foreach (var (from, to) in Pairs(LookAlikes))
        {
            table[from] = table[to];
            table[char.ToUpperInvariant(from)] = table[to];
        }

        // A form that stands for a character which has itself another form, as a compatibility ideograph of a traditional one.
        for (var code = 0; code <= char.MaxValue; code++)
        {
            table[code] = table[code] > End ? table[table[code]] : table[code];
        }

        return table;
    }

    private static char Plain(char letter)
    {
        if (char.IsSurrogate(letter))
        {
            return Gap;
        }

        switch (char.GetUnicodeCategory(letter))
        {
            case UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherNotAssigned:
                return Nothing;
            case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                return letter == '\t' ? Gap : End;
            case UnicodeCategory.SpaceSeparator:
                return Gap;
        }

        var wide = letter.ToString().Normalize(NormalizationForm.FormKC);
        // An accent goes; the marks of kana and Hangul make other letters and stay.
        var bare = letter < '\u0590' || (letter >= '\u1E00' && letter < '\u2000') ? wide.Normalize(NormalizationForm.FormD) : wide;
        var plain = char.ToLowerInvariant(bare.Length == 0 ? letter : bare[0]);
        return char.IsLetterOrDigit(plain) || char.GetUnicodeCategory(plain) is UnicodeCategory.LetterNumber or UnicodeCategory.SpacingCombiningMark ? plain : IsEnd(plain) ? End : Gap;
    }

    private static bool IsEnd(char sign) => ",;:!?()[]{}<>\"。、「」『』《》【】〈〉“”…¿¡".Contains(sign, StringComparison.Ordinal);

    private static IEnumerable<(char From, char To)> Pairs(string text) => Enumerable.Range(0, text.Length / 2).Select(at => (text[2 * at], text[(2 * at) + 1]));

    private static string Resource()
    {
        using var reader = new StreamReader(typeof(PlainLetters).Assembly.GetManifestResourceStream("Workbench.Core.Detectors.variants.txt")!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
