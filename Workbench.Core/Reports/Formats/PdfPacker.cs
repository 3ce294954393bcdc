using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Workbench.Core.Reports.Formats;

/// <summary>Makes a PDF smaller without changing what it holds: a browser writes each element of the structure tree (what makes a PDF readable aloud) as an object of its own, uncompressed; here they go into
/// compressed object streams with a cross-reference stream (PDF 1.5, ISO 32000-1, 7.5.7 and 7.5.8).</summary>
internal static partial class PdfPacker
{
    private const int ObjectsPerStream = 500;

    /// <returns>The same document; the bytes as they were where they are not of the plain shape that browsers write (one table, no encryption).</returns>
    public static byte[] Pack(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        if (!Tail().Match(text, Math.Max(0, text.Length - 1024)).TryGet(out var tail) || !int.TryParse(tail.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var table) || table >= text.Length
            || !Table().Match(text, table).TryGet(out var head) || head.Index != table || text.IndexOf("trailer", table, StringComparison.Ordinal) is not (> 0 and var trailer))
        {
            return pdf;
        }

        var names = text[trailer..tail.Index];
        if (names.Contains("/Encrypt", StringComparison.Ordinal) || names.Contains("/Prev", StringComparison.Ordinal) || !Root().Match(names).TryGet(out var root))
        {
            return pdf;
        }

        var count = int.Parse(head.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var offsets = Offsets(text, head.Index + head.Length, count);
        if (offsets is null)
        {
            return pdf;
        }

        using var file = new PackedFile(count);
        foreach (var (number, offset, end) in Spans(offsets, table))
        {
            var start = text.IndexOf("obj", offset, StringComparison.Ordinal) + 3;
            var close = text.LastIndexOf("endobj", end - 1, end - offset, StringComparison.Ordinal);
            if (start < 3 || close < start)
            {
                return pdf;
            }

            var body = text[start..close].Trim('\r', '\n', ' ');
            file.Add(number, body, isStream: body.EndsWith("endstream", StringComparison.Ordinal));
        }

        var kept = string.Join(' ', new[] { root.Value, Info().Match(names).Value, Id().Match(names).Value }.Where(part => part.Length > 0));
        var packed = file.Write(kept);
        return packed.Length < pdf.Length ? packed : pdf;
    }

    private static Dictionary<int, int>? Offsets(string text, int at, int count)
    {
        var offsets = new Dictionary<int, int>();
        for (var number = 0; number < count; number++, at += 20)
        {
            if (at + 20 > text.Length || !int.TryParse(text.AsSpan(at, 10), CultureInfo.InvariantCulture, out var offset))
            {
                return null;
            }

            if (text[at + 17] == 'n')
            {
                offsets[number] = offset;
            }
        }

        return offsets;
    }

    private static IEnumerable<(int Number, int Offset, int End)> Spans(Dictionary<int, int> offsets, int table)
    {
        var ordered = offsets.OrderBy(each => each.Value).ToList();
        return ordered.Select((each, index) => (each.Key, each.Value, index + 1 < ordered.Count ? ordered[index + 1].Value : table));
    }

    private static bool TryGet(this Match match, out Match found)
    {
        found = match;
        return match.Success;
    }

    [GeneratedRegex(@"startxref\s+(\d+)\s+%%EOF\s*$")]
    private static partial Regex Tail();

    [GeneratedRegex(@"\Gxref\s+0\s+(\d+)\s*?\r?\n")]
    private static partial Regex Table();

    [GeneratedRegex(@"/Root\s+\d+\s+\d+\s+R")]
    private static partial Regex Root();

    [GeneratedRegex(@"/Info\s+\d+\s+\d+\s+R")]
    private static partial Regex Info();

    [GeneratedRegex(@"/ID\s*\[[^\]]*\]")]
    private static partial Regex Id();

    /// <summary>Streams as they are, everything else in object streams.</summary>
    private sealed class PackedFile(int count) : IDisposable
    {
        private readonly MemoryStream _out = new();
        private readonly List<(int Number, string Body)> _plain = [];
        private readonly SortedDictionary<int, (byte Kind, int First, int Second)> _places = [];

        public void Dispose() => _out.Dispose();

        public void Add(int number, string body, bool isStream)
        {
            if (_out.Length == 0)
            {
                Say("%PDF-1.5\n%\u00e2\u00e3\u00cf\u00d3\n");
            }

            if (isStream)
            {
                Object(number, body);
            }
            else
            {
                _plain.Add((number, body));
            }
        }

        public byte[] Write(string kept)
        {
            var next = count;
            foreach (var chunk in _plain.Chunk(ObjectsPerStream))
            {
                var (index, bodies) = (new StringBuilder(), new StringBuilder());
                foreach (var (place, (number, body)) in chunk.Index())
                {
                    index.Append(CultureInfo.InvariantCulture, $"{number} {bodies.Length} ");
                    bodies.Append(body).Append('\n');
                    _places[number] = (2, next, place);
                }

                Stream(next++, $"/Type /ObjStm /N {chunk.Length} /First {index.Length}", Encoding.Latin1.GetBytes(index.Append(bodies).ToString()));
            }

            var start = (int)_out.Length;
            _places[next] = (1, start, 0);
            var table = new byte[(next + 1) * 7];
            foreach (var (number, (kind, first, second)) in _places)
            {
                var row = table.AsSpan(number * 7, 7);
                row[0] = kind;
                BinaryPrimitives.WriteInt32BigEndian(row[1..], first);
                BinaryPrimitives.WriteUInt16BigEndian(row[5..], (ushort)second);
            }

            BinaryPrimitives.WriteUInt16BigEndian(table.AsSpan(5), ushort.MaxValue);
            Stream(next, $"/Type /XRef /Size {next + 1} /W [1 4 2] {kept}", table);
            Say($"startxref\n{start}\n%%EOF\n");
            return _out.ToArray();
        }

        private void Stream(int number, FormattableString entries, byte[] content)
        {
            using var packed = new MemoryStream();
            using (var zip = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            {
                zip.Write(content);
            }

            Object(number, string.Create(CultureInfo.InvariantCulture, $"<<{FormattableString.Invariant(entries)} /Filter /FlateDecode /Length {packed.Length}>>\nstream\n{Encoding.Latin1.GetString(packed.ToArray())}\nendstream"));
        }

        private void Object(int number, string body)
        {
            _places[number] = (1, (int)_out.Length, 0);
            Say(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n{body}\nendobj\n"));
        }

        private void Say(string text) => _out.Write(Encoding.Latin1.GetBytes(text));
    }
}
