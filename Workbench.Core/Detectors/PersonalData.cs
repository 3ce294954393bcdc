using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Workbench.Core.Detectors;

/// <summary>Sorts of personal data that rules can tell.</summary>
public enum PersonalDataKind
{
    IdCard,
    Mobile,
    BankCard,
    Passport,
    Email,
    Address,
}

/// <summary>Personal data found in a text.</summary>
/// <param name="Start">In the text, in UTF-16 units.</param>
public sealed record PersonalDataSpan(PersonalDataKind Kind, int Start, int Length, string Found)
{
    /// <summary>What may be shown and kept: the first three and the last two letters or digits, the rest as asterisks; of an address only its beginning, of an e-mail only its domain.</summary>
    public string Masked => Kind switch
    {
        PersonalDataKind.Email => $"{Found[0]}***{Found[Found.IndexOf('@', StringComparison.Ordinal)..]}",
        PersonalDataKind.Address => $"{Found[..Math.Min(3, Found.Length)]}***",
        _ => string.Concat(Found.Select((letter, at) => at < 3 || at >= Found.Length - 2 || !char.IsLetterOrDigit(letter) ? letter : '*')),
    };
}

/// <summary>Finds Chinese identity numbers, mobile numbers, bank cards, passports, e-mail and postal addresses by rules, in Chinese and English texts.</summary>
/// <remarks>
/// Identity numbers have a province, a date that exists and the check digit of GB 11643-1999 (ISO 7064, MOD 11-2); cards an issuer's first digit and the check digit of Luhn (ISO/IEC 7812-1);
/// a passport number a letter that China issues with eight places, or the word passport before it. Full-width digits count; spaces and hyphens within numbers do too. A name alone is not told from other words.
/// </remarks>
public static partial class PersonalData
{
    /// <summary>Beyond that a text is cut.</summary>
    public const int MostCharacters = 200_000;

    private const string IdWeights = "7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2";
    private static readonly int[] Weights = [.. IdWeights.Split(' ').Select(weight => int.Parse(weight, CultureInfo.InvariantCulture))];

    // First two digits of the areas of GB/T 2260.
    private static readonly HashSet<string> Provinces = [.. "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".Split(' ')];

    /// <summary>In the order of the text; spans don't overlap, the surest rule has a place first.</summary>
    public static ImmutableArray<PersonalDataSpan> Find(string text)
    {
        var plain = Plain(text.Length > MostCharacters ? text[..MostCharacters] : text);
        var taken = new List<PersonalDataSpan>();
        Take(PersonalDataKind.Email, Email(), _ => true);
        Take(PersonalDataKind.IdCard, IdCard(), match => IsIdCard(Digits(match.Value)));
        Take(PersonalDataKind.BankCard, Card(), match => IsCard(Digits(match.Value)));
        Take(PersonalDataKind.Mobile, Mobile(), _ => true);
        Take(PersonalDataKind.Passport, Passport(), _ => true);
        Take(PersonalDataKind.Address, EnglishAddress(), _ => true);
        foreach (var (start, length) in ChineseAddress.Find(plain).Where(span => IsFree(span.Start, span.Length)))
        {
            taken.Add(new PersonalDataSpan(PersonalDataKind.Address, start, length, text.Substring(start, length)));
        }

        return [.. taken.OrderBy(span => span.Start)];

        void Take(PersonalDataKind kind, Regex rule, Func<Match, bool> holds)
        {
            foreach (var match in rule.Matches(plain).Where(holds))
            {
                var part = match.Groups["it"] is { Success: true } it ? it : match;
                if (IsFree(part.Index, part.Length))
                {
                    taken.Add(new PersonalDataSpan(kind, part.Index, part.Length, text.Substring(part.Index, part.Length)));
                }
            }
        }

        bool IsFree(int start, int length) => taken.TrueForAll(span => start >= span.Start + span.Length || start + length <= span.Start);
    }

    /// <param name="number">17 digits and a digit or X.</param>
    public static bool IsIdCard(string number)
    {
        if (number.Length != 18 || !Provinces.Contains(number[..2]) || !number[..17].All(char.IsAsciiDigit)
            || !DateOnly.TryParseExact(number[6..14], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) || born.Year is < 1900 or > 2100)
        {
            return false;
        }

        var sum = Weights.Select((weight, at) => weight * (number[at] - '0')).Sum();
        return "10X98765432"[sum % 11] == char.ToUpperInvariant(number[17]);
    }

    /// <param name="number">Digits.</param>
    public static bool IsCard(string number)
    {
        if (number.Length is < 13 or > 19 || number.Distinct().Count() < 2)
        {
            return false;
        }

        var sum = 0;
        for (var at = 0; at < number.Length; at++)
        {
            var digit = number[^(at + 1)] - '0';
            sum += at % 2 == 0 ? digit : digit > 4 ? (2 * digit) - 9 : 2 * digit;
        }

        return sum % 10 == 0;
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit));

    /// <summary>Place by place as it is, full-width letters and digits as half-width ones.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            plain.Append(letter is >= '\uFF01' and <= '\uFF5E' ? (char)(letter - 0xFEE0) : letter == '\u3000' ? ' ' : letter);
        }

        return plain.ToString();
    }

    [GeneratedRegex(@"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62}\.)+[A-Za-z]{2,24}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Email();

    [GeneratedRegex(@"(?<![0-9A-Za-z])[1-8][0-9]{5}[ \-]?(?:18|19|20)[0-9]{2}[ \-]?[0-9]{4}[ \-]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex IdCard();

    // American Express, Visa, Mastercard, UnionPay, JCB and the debit cards of Chinese banks begin with these.
    [GeneratedRegex(@"(?<![0-9A-Za-z.\-])(?:[345][0-9]|6[0-9]|2[2-7]|9[0-9])(?:[ \-]?[0-9]){11,17}(?![0-9A-Za-z])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Card();

    [GeneratedRegex(@"(?<![0-9A-Za-z.])(?:(?:\+|00)86[ \-]?)?1[3-9][0-9](?:[ \-]?[0-9]{4}){2}(?![0-9A-Za-z])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Mobile();

    [GeneratedRegex(@"(?<![0-9A-Za-z])(?<it>(?:E[0-9A-HJ-NP-Z]|[GDPS])[0-9]{7,8})(?![0-9A-Za-z])|(?:护照|passport)[^\n0-9A-Za-z]{0,6}(?:number|no\.?|号码|号)?[^\n0-9A-Za-z]{0,6}(?:is |为|是)?\s{0,2}(?<it>[A-Z]{0,2}[0-9]{7,9})(?![0-9A-Za-z])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Passport();

    [GeneratedRegex(@"(?<![0-9A-Za-z.,])[0-9]{1,5}[A-Za-z]? (?:(?:North|South|East|West|N\.|S\.|E\.|W\.) )?(?:[A-Z][A-Za-z'\-]{1,20} ){1,4}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Close|Square|Terrace|Place|Pl|Crescent)\b(?:\.?,? (?:Apt|Apartment|Flat|Suite|Unit|Room|#)\.? ?[0-9A-Za-z]{1,5})?(?:, [A-Z][A-Za-z'\-]{1,25}(?: [A-Z][A-Za-z'\-]{1,25}){0,2}){0,3}(?:,? (?:[A-Z]{2} [0-9]{5}(?:-[0-9]{4})?|[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}))?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EnglishAddress();
}
