using System.Collections.Immutable;
using System.Globalization;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;
using Workbench.Core.Reports.Blocks;

namespace Workbench.Core.Reports.Workbooks;

/// <summary>Writes sheets with a bold, frozen heading. Every text is stored as text; one that a program might take for a formula gets an apostrophe before it, so that it stays text when it is copied into CSV.</summary>
internal sealed class SheetWriter
{
    /// <summary>Of a cell.</summary>
    public const int MostCharacters = 32_767;

    /// <summary>Of a sheet, its heading included.</summary>
    private const int MostRows = 1_048_576;

    private const int MostName = 31;

    private readonly Spreadsheet _book;
    private readonly StyleId _heading;
    private readonly StyleId _share;
    private readonly StyleId _text;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private int _rows;

    private SheetWriter(Spreadsheet book)
    {
        _book = book;
        var heading = new Style { Font = new Font { Bold = true } };
        heading.Alignment.WrapText = true;
        _heading = book.AddStyle(heading);
        _share = book.AddStyle(new Style { Format = NumberFormat.Custom("0.0%") });
        var text = new Style();
        text.Alignment.WrapText = true;
        text.Alignment.Vertical = VerticalAlignment.Top;
        _text = book.AddStyle(text);
    }

    public static async Task WriteAsync(Stream output, Func<SheetWriter, Task> write, CancellationToken cancellation)
    {
        await using var book = await Spreadsheet.CreateNewAsync(output, new SpreadCheetahOptions(), cancellation).ConfigureAwait(false);
        await write(new SheetWriter(book)).ConfigureAwait(false);
        await book.FinishAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>False when the sheet is full.</summary>
    public bool HasRoom => _rows < MostRows;

    /// <param name="widths">Of the columns, in characters.</param>
    public async Task StartAsync(string name, IReadOnlyList<string> columns, IReadOnlyList<double> widths, CancellationToken cancellation)
    {
        var options = new WorksheetOptions { FrozenRows = 1 };
        foreach (var (place, width) in widths.Index())
        {
            options.Column(place + 1).Width = width;
        }

        await _book.StartWorksheetAsync(Unique(name), options, cancellation).ConfigureAwait(false);
        _rows = 0;
        await AddAsync([.. columns.Select(column => new Cell(Safe(column), _heading))], cancellation).ConfigureAwait(false);
    }

    public Task AddAsync(IEnumerable<ReportCell> cells, CancellationToken cancellation) => AddAsync([.. cells.Select(Cell)], cancellation);

    public Task AddHeadingAsync(string text, CancellationToken cancellation) => AddAsync([new Cell(Safe(text), _heading)], cancellation);

    public static string Safe(string? text)
    {
        var plain = VisibleText.Of(text);
        var safe = plain.Length > 0 && plain[0] is '=' or '+' or '-' or '@' or '\t' or '\n' or '＝' or '＋' or '－' or '＠' ? $"'{plain}" : plain;
        var cut = VisibleText.Cut(safe, MostCharacters - 1, out var left);
        return left == 0 ? cut : $"{cut}…";
    }

    private Cell Cell(ReportCell cell) => cell switch
    {
        { Number: { } share, IsShare: true } => new Cell(share, _share),
        { Number: { } number } => new Cell(number),
        _ => new Cell(Safe(cell.Notes.IsEmpty ? cell.Text : $"{cell.Text}\n{string.Join('\n', cell.Notes)}"), _text),
    };

    private async Task AddAsync(Cell[] cells, CancellationToken cancellation)
    {
        await _book.AddRowAsync(cells, cancellation).ConfigureAwait(false);
        _rows++;
    }

    /// <summary>Without what a sheet's name can't hold, short enough, and not there yet.</summary>
    private string Unique(string name)
    {
        var plain = string.Concat(VisibleText.Of(name).Where(letter => letter is not ('[' or ']' or ':' or '*' or '?' or '/' or '\\' or '\'' or '\n' or '\t'))).Trim();
        plain = VisibleText.Cut(plain.Length == 0 ? "-" : plain, MostName, out _);
        for (var (number, tried) = (2, plain); ; number++)
        {
            if (_names.Add(tried))
            {
                return tried;
            }

            var ending = string.Create(CultureInfo.InvariantCulture, $" {number}");
            tried = VisibleText.Cut(plain, MostName - ending.Length, out _) + ending;
        }
    }
}
