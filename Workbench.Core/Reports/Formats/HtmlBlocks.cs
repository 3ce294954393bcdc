using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Formats;

/// <summary>Each kind of block as HTML.</summary>
internal sealed class HtmlBlocks(HtmlWriter html, ReportTexts texts)
{
    private const int ShortText = 14;

    private string _heading = "";

    public void Write(ReportBlock block)
    {
        switch (block)
        {
            case HeadingBlock heading:
                _heading = heading.Text;
                html.Element("h3", heading.Text, id: heading.Anchor);
                break;
            case TextBlock { Kind: TextKind.Verbatim } verbatim:
                html.Element("pre", verbatim.Text, "note");
                break;
            case TextBlock text:
                html.Element("p", text.Text, text.Kind == TextKind.Plain ? null : text.Kind.ToString().ToLowerInvariant());
                break;
            case FactsBlock facts:
                Facts(facts);
                break;
            case ListBlock list:
                List(list);
                break;
            case TableBlock table:
                Table(table);
                break;
            case SampleBlock sample:
                Sample(sample);
                break;
            default:
                throw new NotSupportedException(block.GetType().Name);
        }

        html.Markup("\n");
    }

    private void Facts(FactsBlock facts)
    {
        html.Open("dl");
        foreach (var fact in facts.Facts)
        {
            html.Element("dt", fact.Name).Element("dd", fact.Value);
        }

        html.Close("dl");
    }

    private void List(ListBlock list)
    {
        html.Open("ul", list.AreNames ? "names" : null);
        foreach (var item in list.Items)
        {
            html.Open("li");
            Linked(item);
            html.Close("li");
        }

        html.Close("ul");
    }

    private void Table(TableBlock table)
    {
        html.Open("table", table.Kind is null ? "grid" : $"grid {table.Kind}").Element("caption", table.Title, _heading.Contains(table.Title, StringComparison.Ordinal) ? "sr" : null).Markup("<thead><tr>");
        foreach (var (place, column) in table.Columns.Index())
        {
            html.Markup($"<th scope=\"col\" class=\"{Shape(table, place)}\">").Text(column).Close("th");
        }

        html.Markup("</tr></thead><tbody>");
        foreach (var row in table.Rows)
        {
            if (row.Group is { } group)
            {
                html.Markup($"<tr class=\"section\"><th scope=\"rowgroup\" colspan=\"{table.Columns.Length}\">").Text(group).Markup("</th></tr>\n");
                continue;
            }

            html.Open("tr");
            foreach (var (place, cell) in row.Cells.Index())
            {
                html.Open("td", Shape(table, place));
                Cell(cell);
                html.Close("td");
            }

            html.Close("tr").Markup("\n");
        }

        html.Markup("</tbody></table>");
    }

    /// <summary>Columns of numbers stand at the right; what is short is never broken.</summary>
    private static string Shape(TableBlock table, int place)
    {
        var cells = table.Rows.Where(row => row.Group is null).Select(row => row.Cells[place]).ToList();
        return cells.Exists(cell => cell.Number is not null) ? "number" : cells.TrueForAll(cell => cell.Text.Length <= ShortText && cell.Notes.IsEmpty) ? "short" : "text";
    }

    /// <summary>A section begins; its title is the heading that tables stand under.</summary>
    public void Begin(string title) => _heading = title;

    private void Cell(ReportCell cell)
    {
        if (cell.Mark is { } mark)
        {
            IntervalMark.Write(html, mark, texts);
        }

        if (cell.Tone is { } tone)
        {
            html.Open("span", $"tone {tone}");
            Linked(cell);
            html.Close("span");
        }
        else if (cell.IsStrong)
        {
            html.Open("b");
            Linked(cell);
            html.Close("b");
        }
        else
        {
            Linked(cell);
        }

        foreach (var (place, note) in cell.Notes.Index())
        {
            html.Element("small", note, cell.Warns && place == cell.Notes.Length - 1 ? "warning" : null);
        }
    }

    private void Linked(ReportCell cell) => _ = cell switch
    {
        { Anchor: { } anchor } => html.Link(anchor, cell.Text),
        { Address: { } address } => html.Outside(address, cell.Text),
        _ => html.Text(cell.Text),
    };

    private void Sample(SampleBlock sample)
    {
        html.Open("article", "sample", sample.Anchor).Open("h4");
        _ = sample.Address is { } address ? html.Outside(address, sample.Title) : html.Text(sample.Title);
        html.Close("h4").Element("p", texts.Words("PromptLabel"), "caption").Element("pre", sample.Prompt, "quote");
        html.Element("p", texts.Words(sample.IsError ? "ErrorLabel" : "AnswerLabel"), "caption").Element("pre", sample.Answer, "quote");
        foreach (var score in sample.Scores)
        {
            html.Open("p", "score").Element("span", score.Text, $"tone {score.Tone}").Text($" {score.Notes[0]}").Close("p");
        }

        html.Close("article");
    }
}
