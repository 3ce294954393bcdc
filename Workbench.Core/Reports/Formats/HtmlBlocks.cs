using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Formats;

/// <summary>Each kind of block as HTML.</summary>
internal sealed class HtmlBlocks(HtmlWriter html, ReportTexts texts)
{
    public void Write(ReportBlock block)
    {
        switch (block)
        {
            case HeadingBlock heading:
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
        var names = list.Items.Length > 0 && list.Items.All(item => item.Anchor is not null || item.Address is not null);
        html.Open("ul", names ? "names" : null);
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
        html.Open("table", table.Kind is null ? "grid" : $"grid {table.Kind}").Element("caption", table.Title).Markup("<thead><tr>");
        foreach (var (place, column) in table.Columns.Index())
        {
            html.Markup(IsNumber(table, place) ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">").Text(column).Close("th");
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
                html.Open("td", IsNumber(table, place) ? "number" : null);
                Cell(cell);
                html.Close("td");
            }

            html.Close("tr").Markup("\n");
        }

        html.Markup("</tbody></table>");
    }

    /// <summary>Columns of numbers stand at the right.</summary>
    private static bool IsNumber(TableBlock table, int place) => table.Rows.Any(row => row.Group is null && row.Cells[place].Number is not null);

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
