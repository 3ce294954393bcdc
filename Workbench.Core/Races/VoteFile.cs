using System.Collections.Immutable;
using System.Text.Json;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Races;

/// <summary>A file of votes: CSV with a header, or JSONL. Columns <c>a</c>, <c>b</c> (or <c>model_a</c>, <c>model_b</c>) and <c>outcome</c> (or <c>winner</c>):
/// a, b, tie, bothbad; further columns are passed over. Any other value is a problem, never a tie.</summary>
public static class VoteFile
{
    private const int MostProblems = 100;

    /// <param name="clusterColumn">Column whose equal values make votes alike; null where each vote stands alone.</param>
    /// <exception cref="InputException">Every problem, by line and column (the first hundred, and how many more).</exception>
    public static IReadOnlyList<PairVote> Read(string path, string? clusterColumn = null)
    {
        if (!File.Exists(path))
        {
            throw new InputException(new InputProblem(new Phrase("Races.FileMissing"), path));
        }

        using var reader = File.OpenText(path);
        return Read(reader, path, clusterColumn);
    }

    public static IReadOnlyList<PairVote> Read(TextReader reader, string file, string? clusterColumn = null)
    {
        var votes = new List<PairVote>();
        var problems = new List<InputProblem>();
        while (char.IsWhiteSpace((char)Math.Max(0, reader.Peek())) && reader.Peek() is not ('\n' or '\r'))
        {
            reader.Read();
        }

        if (reader.Peek() == '{')
        {
            ReadLines(reader, clusterColumn, votes, Add);
        }
        else
        {
            ReadTable(reader, clusterColumn, votes, Add);
        }

        if (votes.Count == 0 && problems.Count == 0)
        {
            Add(null, null, new Phrase("Races.NoVotes"), null);
        }

        if (problems.Count > MostProblems)
        {
            var more = FormattableString.Invariant($"{problems.Count - MostProblems}");
            problems = [.. problems.Take(MostProblems), new InputProblem(new Phrase("Races.MoreProblems", more), file)];
        }

        return problems.Count == 0 ? votes : throw new InputException([.. problems]);

        void Add(int? line, string? field, Phrase message, Phrase? hint) => problems.Add(new InputProblem(message, file, line, field, hint));
    }

    private static void ReadTable(TextReader reader, string? clusterColumn, List<PairVote> votes, Action<int?, string?, Phrase, Phrase?> add)
    {
        string[]? header = null;
        int? a = null, b = null, outcome = null, cluster = null;
        foreach (var (line, fields) in CsvRows.Read(reader))
        {
            if (fields is null)
            {
                add(line, null, new Phrase("Races.QuoteOpen"), null);
            }
            else if (header is null)
            {
                header = [.. fields.Select(field => field.Trim().TrimStart('\uFEFF'))];
                (a, b, outcome) = (Column(line, VoteColumns.A), Column(line, VoteColumns.B), Column(line, VoteColumns.Outcome));
                cluster = clusterColumn is null ? null : Column(line, [clusterColumn]);
                if (a is null || b is null || outcome is null || (clusterColumn is not null && cluster is null))
                {
                    return;
                }
            }
            else if (fields.Length != header.Length)
            {
                add(line, null, new Phrase("Races.FieldCount", FormattableString.Invariant($"{fields.Length}"), FormattableString.Invariant($"{header.Length}")), null);
            }
            else if (VoteColumns.Vote(Cell(a), Cell(b), Cell(outcome), cluster is null ? null : Cell(cluster), (field, message, hint) => add(line, field, message, hint)) is { } vote)
            {
                votes.Add(vote);
            }

            (string, string?) Cell(int? column) => (header[column!.Value], fields![column.Value]);
        }

        int? Column(int line, ImmutableArray<string> names)
        {
            int[] found = [.. Enumerable.Range(0, header.Length).Where(i => names.Contains(header[i]))];
            if (found.Length == 1)
            {
                return found[0];
            }

            add(
                line,
                names[0],
                new Phrase(found.Length == 0 ? "Races.ColumnMissing" : "Races.ColumnTwice"),
                names.Length > 1 ? new Phrase("Races.ColumnNames", string.Join(", ", names)) : new Phrase("Races.ColumnsAre", string.Join(", ", header)));
            return null;
        }
    }

    private static void ReadLines(TextReader reader, string? clusterColumn, List<PairVote> votes, Action<int?, string?, Phrase, Phrase?> add)
    {
        var line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            using var document = Parse(text);
            if (document?.RootElement is not { ValueKind: JsonValueKind.Object } vote)
            {
                add(line, null, new Phrase("Races.NotJson"), null);
                continue;
            }

            var read = VoteColumns.Vote(
                Value(vote, VoteColumns.A),
                Value(vote, VoteColumns.B),
                Value(vote, VoteColumns.Outcome),
                clusterColumn is null ? null : Value(vote, [clusterColumn]),
                (field, message, hint) => add(line, field, message, hint));
            if (read is { } known)
            {
                votes.Add(known);
            }
        }
    }

    private static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Text as it is, numbers as written; anything else reads as missing.</summary>
    private static (string Name, string? Value) Value(JsonElement vote, ImmutableArray<string> names)
    {
        var name = names.FirstOrDefault(candidate => vote.TryGetProperty(candidate, out _)) ?? names[0];
        return (name, !vote.TryGetProperty(name, out var value) ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
            : null);
    }
}
