using System.Collections.Immutable;
using System.Globalization;
using System.Resources;
using System.Text.Json.Serialization;

namespace Workbench.Core.Language;

/// <summary>A sentence for a person, kept as key and arguments so that it can be said in any of the product's languages, also long after it was recorded.</summary>
/// <param name="Key"><c>Folder.Name</c>: the entry <c>Name</c> of <c>Workbench.Core/Folder/Phrases.resx</c>.</param>
/// <param name="Arguments">Values for <c>{0}</c>, <c>{1}</c>…, already in invariant form.</param>
[method: JsonConstructor]
public sealed record Phrase(string Key, ImmutableArray<string> Arguments)
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, ResourceManager> Resources = new();

    public Phrase(string key, params string[] arguments)
        : this(key, ImmutableArray.Create(arguments))
    {
    }

    /// <summary>Between the two languages of an argument; no text of a person holds it.</summary>
    private const char Unit = '\u001f';

    /// <summary>An argument that is said in the language of the sentence: a name that a data file gives in both.</summary>
    public static string Both(string english, string chinese) => $"{english.Replace(Unit, ' ')}{Unit}{chinese.Replace(Unit, ' ')}";

    /// <summary>Another sentence as an argument, said in the language of the one around it.</summary>
    public static string Both(Phrase inner) => Both(inner.In(CultureInfo.GetCultureInfo("en")), inner.In(CultureInfo.GetCultureInfo("zh-Hans")));

    /// <summary>A person's name as an argument: one written in both languages (<c>Wen Li · 李雯</c>) is said in that of the sentence.</summary>
    public static string Person(string name) => name.Split(" · ") is [var english, var chinese] ? Both(english, chinese) : name;

    /// <returns>The sentence in <paramref name="culture"/>; the key itself if it has no entry (a test asserts that none is missing).</returns>
    public string In(CultureInfo culture)
    {
        var dot = Key.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            return Key;
        }

        var folder = Key[..dot];
        var manager = Resources.GetOrAdd(folder, static name => new ResourceManager($"Workbench.Core.{name}.Phrases", typeof(Phrase).Assembly));
        var pattern = Pattern(manager, Key[(dot + 1)..], culture) ?? Key;
        return Arguments.IsDefaultOrEmpty ? pattern : string.Format(culture, pattern, [.. Arguments.Select(argument => Said(argument, culture))]);
    }

    /// <summary>An argument as a sentence in <paramref name="culture"/> says it.</summary>
    public static string Said(string argument, CultureInfo culture) =>
        argument.IndexOf(Unit) is >= 0 and var at ? culture.TwoLetterISOLanguageName == "zh" ? argument[(at + 1)..] : argument[..at] : argument;

    private static string? Pattern(ResourceManager manager, string name, CultureInfo culture)
    {
        try
        {
            return manager.GetString(name, culture);
        }
        catch (MissingManifestResourceException)
        {
            // A folder without any sentences: shown as its key, as a missing entry is.
            return null;
        }
    }

    public override string ToString() => In(CultureInfo.CurrentUICulture);

    public bool Equals(Phrase? other) => other is not null && Key == other.Key && (Arguments.IsDefault ? [] : Arguments).SequenceEqual(other.Arguments.IsDefault ? [] : other.Arguments);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}
