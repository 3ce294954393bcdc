using System.Collections.Concurrent;
using DemoModels.Corpus;

namespace DemoModels.Training;

/// <param name="Ids">Padded, batch by time.</param>
/// <param name="Wanted">Flat positions whose next token is learnt.</param>
/// <param name="Next">That next token.</param>
internal sealed record Batch(long[] Ids, int Rows, int Time, long[] Wanted, long[] Next, int Tokens);

/// <summary>Batches made ahead on a thread of their own. Eight at a time are sorted by length, so that little is padding; each eight have a seed of their own, so that training can go on from any step.</summary>
internal sealed class Batches : IDisposable
{
    private const int Group = 8;
    private readonly BlockingCollection<Batch> _ready = new(boundedCapacity: Group);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<Random, Example> _draw;
    private readonly Plan _plan;

    public Batches(Func<Random, Example> draw, Plan plan, int firstStep)
    {
        (_draw, _plan) = (draw, plan);
        new Thread(() => Make(firstStep)) { IsBackground = true }.Start();
    }

    public Batch Next() => _ready.Take();

    public void Dispose() => _end.Cancel();

    private void Make(int firstStep)
    {
        var skip = firstStep % Group;
        for (var group = firstStep / Group; group * Group < _plan.Steps; group++)
        {
            var random = new Random(HashOf(_plan.Seed, group));
            var examples = Enumerable.Range(0, _plan.Batch * Group).Select(_ => _draw(random)).OrderBy(example => example.Ids.Length).Chunk(_plan.Batch).ToArray();
            random.Shuffle(examples);
            foreach (var rows in examples.Skip(skip))
            {
                try
                {
                    _ready.Add(Padded(rows), _end.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }

            skip = 0;
        }
    }

    // HashCode differs between processes.
    private static int HashOf(int seed, int group) => unchecked((seed * 1_000_003) ^ (group * 7919));

    private static Batch Padded(Example[] rows)
    {
        var time = rows.Max(row => row.Ids.Length) - 1;
        var ids = new long[rows.Length * time];
        Array.Fill(ids, Tokenizer.PaddingId);
        var (wanted, next, tokens) = (new List<long>(), new List<long>(), 0);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var place = 0; place + 1 < rows[row].Ids.Length; place++, tokens++)
            {
                ids[(row * time) + place] = rows[row].Ids[place];
                if (rows[row].Learnt[place + 1])
                {
                    wanted.Add((row * time) + place);
                    next.Add(rows[row].Ids[place + 1]);
                }
            }
        }

        return new Batch(ids, rows.Length, time, [.. wanted], [.. next], tokens);
    }
}
