using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Workbench.Core.Language;

namespace Workbench.Core.Reports;

/// <summary>Writes HTML. Everything that is not a tag of ours goes through the encoder, so that no text, a model's above all, becomes markup.</summary>
internal sealed class HtmlWriter(CultureInfo culture)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();

    public CultureInfo Culture => culture;

    public override string ToString() => _html.ToString();

    /// <summary>Markup of ours, as it is. Never anything that came from a file, a person or a model.</summary>
    public HtmlWriter Markup(string constant)
    {
        _html.Append(constant);
        return this;
    }

    public HtmlWriter Text(string? text)
    {
        _html.Append(Encoder.Encode(text ?? ""));
        return this;
    }

    public string Words(string key, params string[] arguments) => new Phrase($"Reports.{key}", arguments).In(culture);

    public HtmlWriter Say(string key, params string[] arguments) => Text(Words(key, arguments));

    public HtmlWriter Say(Phrase phrase) => Text(phrase.In(culture));

    public HtmlWriter Block(string tag, Action inside, string? kind = null, string? id = null, string? href = null)
    {
        _html.Append('<').Append(tag);
        Attribute("class", kind);
        Attribute("id", id);
        Attribute("href", href);
        _html.Append('>');
        inside();
        _html.Append("</").Append(tag).Append('>');
        return this;
    }

    public HtmlWriter Element(string tag, string? text, string? kind = null, string? id = null, string? href = null) => Block(tag, () => Text(text), kind, id, href);

    public HtmlWriter Heading(string id, string key) => Element("h2", Words(key), id: id).Markup("\n");

    /// <summary>A two-column list of facts; facts without a value are left out.</summary>
    public HtmlWriter Facts(params (string Key, string? Value)[] facts) => Block("dl", () =>
    {
        foreach (var (key, value) in facts)
        {
            if (!string.IsNullOrEmpty(value))
            {
                Element("dt", Words(key)).Element("dd", value);
            }
        }
    });

    public HtmlWriter HeaderRow(params string[] keys) => Block("thead", () => Block("tr", () =>
    {
        foreach (var key in keys)
        {
            Element("th", Words(key));
        }
    }));

    public string Percent(double share) => Words("Percent", (100 * share).ToString("0.0", CultureInfo.InvariantCulture));

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private void Attribute(string name, string? value)
    {
        if (value is not null)
        {
            _html.Append(' ').Append(name).Append("=\"").Append(Encoder.Encode(value)).Append('"');
        }
    }
}
