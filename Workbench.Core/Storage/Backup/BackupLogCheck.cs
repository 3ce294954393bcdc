using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage.Log;

namespace Workbench.Core.Storage.Backup;

/// <summary>Builds the log's tree from a backup's own parts, before anything of it is put anywhere.</summary>
internal sealed class BackupLogCheck(BackupArchive archive)
{
    private const string Entries = "LogEntries";
    private const string Nodes = "LogNodes";
    private const string Checkpoints = "Checkpoints";

    private readonly Dictionary<(long Level, long Index), byte[]> _nodes = [];

    /// <exception cref="InputException">The tree is not the one that the manifest names, that was kept, or that was signed.</exception>
    public async Task VerifyAsync(CancellationToken cancellation)
    {
        List<CheckpointRow> checkpoints = [];
        await foreach (var row in RowsAsync(Checkpoints, ["Size", "Root", "Note", "At"], cancellation).ConfigureAwait(false))
        {
            checkpoints.Add(new CheckpointRow { Size = (long)row[0]!, Root = (byte[])row[1]!, Note = (string)row[2]!, At = new DateTimeOffset((long)row[3]!, TimeSpan.Zero) });
        }

        var tree = new LogReplay([.. checkpoints.Select(row => row.Size)]);
        await foreach (var row in RowsAsync(Entries, ["Index", "Kind", "Subject", "Actor", "At", "Body", "LeafHash"], cancellation).ConfigureAwait(false))
        {
            var entry = new LogEntry((long)row[0]!, (string)row[1]!, (string)row[2]!, (string)row[3]!, new DateTimeOffset((long)row[4]!, TimeSpan.Zero), (byte[])row[5]!, (byte[])row[6]!);
            if (tree.Add(entry) is { } problem)
            {
                throw Wrong(Entries, problem);
            }

            foreach (var (level, index, hash) in tree.Closed)
            {
                _nodes[(level, index)] = hash;
            }
        }

        if (tree.Size != archive.Manifest.Log.Size || tree.RootHex != archive.Manifest.Log.Root)
        {
            throw Wrong(Entries, new Phrase("Storage.BackupRoot"));
        }

        await CheckNodesAsync(tree.Size, cancellation).ConfigureAwait(false);
        if (LogCheck.Against(Verifiers(), checkpoints, tree) is { Problem: { } unsigned })
        {
            throw Wrong(Checkpoints, unsigned);
        }
    }

    private LogVerifiers Verifiers() => LogVerifier.Parse(archive.Manifest.Log.Vkey) is { } current
        ? new LogVerifiers(current, [.. archive.Manifest.Log.Earlier.Select(LogVerifier.Parse).OfType<LogVerifier>()])
        : throw BackupProblem.Of(archive.File, BackupManifest.FileName, new Phrase("Storage.BackupManifest"));

    private async Task CheckNodesAsync(long size, CancellationToken cancellation)
    {
        await foreach (var row in RowsAsync(Nodes, ["Level", "Index", "Hash"], cancellation).ConfigureAwait(false))
        {
            if (!_nodes.Remove(((long)row[0]!, (long)row[1]!), out var hash) || !hash.AsSpan().SequenceEqual((byte[])row[2]!))
            {
                throw Wrong(Nodes, new Phrase("Log.NodesBeyond", $"{size}"));
            }
        }

        if (_nodes.Count > 0)
        {
            throw Wrong(Nodes, new Phrase("Log.NodesBeyond", $"{size}"));
        }
    }

    /// <summary>The named columns, in this order, none of them NULL.</summary>
    private async IAsyncEnumerable<object?[]> RowsAsync(string table, string[] columns, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var part = archive.Manifest.Parts.FirstOrDefault(part => part.Name == BackupNames.Table(table)) ?? throw Wrong(table, new Phrase("Storage.BackupPartMissing"));
        using var lines = new TableLines(archive, part);
        await lines.ReadHeaderAsync(cancellation).ConfigureAwait(false);
        string[] names = [.. lines.Columns.Select(column => column.Name)];
        int[] places = [.. columns.Select(column => Array.IndexOf(names, column))];
        if (places.Contains(-1) || !columns.SequenceEqual(columns.Where((column, at) => lines.Columns[places[at]].Kind == Kind(column))))
        {
            throw lines.Wrong();
        }

        await foreach (var row in lines.RowsAsync(cancellation).ConfigureAwait(false))
        {
            object?[] picked = [.. places.Select(place => row[place])];
            yield return picked.Contains(null) ? throw lines.Wrong() : picked;
        }
    }

    private static ValueKind Kind(string column) => column switch
    {
        "Index" or "Size" => ValueKind.Long,
        "Level" => ValueKind.Int,
        "At" => ValueKind.Time,
        "Body" or "LeafHash" or "Hash" or "Root" => ValueKind.Bytes,
        _ => ValueKind.Text,
    };

    private InputException Wrong(string table, Phrase problem) => BackupProblem.Of(archive.File, BackupNames.Table(table), problem);
}
