using System.Globalization;
using System.Text.Json;

namespace Workbench.Core.Language;

/// <summary>What is wrong with text that should be JSON, as the argument of a sentence in either language.</summary>
public static class JsonWords
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-Hans");

    /// <returns>The reader's own words, which are English, with the place in bytes; in Chinese the place alone. Lines are told by the problem that holds the sentence.</returns>
    public static string Of(JsonException wrong)
    {
        if (wrong.BytePositionInLine is not { } place)
        {
            return Phrase.Both(new Phrase("Language.JsonNoObject"));
        }

        // The reader ends its message with the place, counted from 0 and named as its own properties are.
        var at = new Phrase("Language.JsonAt", place.ToString(CultureInfo.InvariantCulture));
        var own = wrong.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.', ' ');
        return Phrase.Both($"{own}, {at.In(English)}.", at.In(Chinese));
    }
}
