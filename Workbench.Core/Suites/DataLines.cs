using System.Text;

namespace Workbench.Core.Suites;

/// <summary>The lines of a data file, however long the file is.</summary>
internal static class DataLines
{
    public const int MaximumCharacters = 1 << 20;

    /// <returns>Each line with its number from 1; null for one that is too long to be kept.</returns>
    public static IEnumerable<(int Line, string? Text)> Read(TextReader reader)
    {
        var block = new char[1 << 14];
        var text = new StringBuilder();
        var (line, tooLong) = (1, false);
        for (var read = reader.Read(block); read > 0; read = reader.Read(block))
        {
            var from = 0;
            for (var end = Array.IndexOf(block, '\n', from, read - from); end >= 0; end = Array.IndexOf(block, '\n', from, read - from))
            {
                Take(block.AsSpan(from, end - from));
                yield return (line++, tooLong ? null : text.ToString());
                text.Clear();
                (tooLong, from) = (false, end + 1);
            }

            Take(block.AsSpan(from, read - from));
        }

        if (tooLong || text.Length > 0)
        {
            yield return (line, tooLong ? null : text.ToString());
        }

        void Take(ReadOnlySpan<char> part)
        {
            tooLong |= text.Length + part.Length > MaximumCharacters;
            if (tooLong)
            {
                text.Clear();
            }
            else
            {
                text.Append(part);
            }
        }
    }
}
