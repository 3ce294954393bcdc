using System.Text.Encodings.Web;
using System.Text.Unicode;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Formats;

/// <summary>Writes HTML. Everything that is not a tag of ours goes through the encoder, so that no text, a model's above all, becomes markup.</summary>
internal sealed class HtmlWriter(TextWriter output)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Markup of ours, as it is. Never anything that came from a file, a person or a model.</summary>
    public HtmlWriter Markup(string constant)
    {
        output.Write(constant);
        return this;
    }

    public HtmlWriter Text(string? text)
    {
        Encoder.Encode(output, VisibleText.Of(text));
        return this;
    }

    public HtmlWriter Open(string tag, string? kind = null, string? id = null)
    {
        output.Write('<');
        output.Write(tag);
        Attribute("class", kind);
        Attribute("id", id);
        output.Write('>');
        return this;
    }

    public HtmlWriter Close(string tag)
    {
        output.Write("</");
        output.Write(tag);
        output.Write('>');
        return this;
    }

    public HtmlWriter Element(string tag, string? text, string? kind = null, string? id = null) => Open(tag, kind, id).Text(text).Close(tag);

    /// <summary>A link into the report.</summary>
    public HtmlWriter Link(string anchor, string text) => Start($"#{anchor}").Markup(">").Text(text).Close("a");

    /// <summary>A link to the workbench; it opens beside the report.</summary>
    public HtmlWriter Outside(string address, string text) => Start(address).Markup(" target=\"_blank\" rel=\"noopener noreferrer\">").Text(text).Close("a");

    private HtmlWriter Start(string address)
    {
        output.Write("<a");
        Attribute("href", address);
        return this;
    }

    private void Attribute(string name, string? value)
    {
        if (value is not null)
        {
            output.Write(' ');
            output.Write(name);
            output.Write("=\"");
            Encoder.Encode(output, VisibleText.Of(value));
            output.Write('"');
        }
    }
}
