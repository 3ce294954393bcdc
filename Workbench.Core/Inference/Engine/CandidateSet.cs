using System.Numerics.Tensors;

namespace Workbench.Core.Inference.Engine;

/// <summary>The tokens that can still be drawn, with logits as the steps left them. Memory is kept from draw to draw.</summary>
internal sealed class CandidateSet
{
    private TokenCandidate[] _all = [];
    private float[] _scratch = [];
    private int _start;
    private int _sorted;

    public int Count { get; private set; }

    public Span<TokenCandidate> Items => _all.AsSpan(_start, Count);

    public void Fill(ReadOnlySpan<float> logits)
    {
        if (_all.Length < logits.Length)
        {
            _all = new TokenCandidate[logits.Length];
        }

        for (var i = 0; i < logits.Length; i++)
        {
            _all[i] = new TokenCandidate { Token = i, Logit = logits[i] };
        }

        (_start, Count, _sorted) = (0, logits.Length, 0);
    }

    /// <summary>Leaves out what no draw can give any more.</summary>
    public void DropImpossible() => KeepAbove(float.MinValue);

    public void KeepAbove(float least)
    {
        var items = Items;
        var kept = 0;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Logit >= least)
            {
                items[kept++] = items[i];
            }
        }

        (Count, _sorted) = (kept, _sorted == Count ? kept : 0);
    }

    /// <summary>Keeps those whose surprise is at most this many bits, and the likeliest in any case. Probabilities are set.</summary>
    public void KeepSurprise(double most)
    {
        var items = Items;
        var likeliest = items[Best()];

        // A little below the bound, so that a logarithm is taken of few and none is lost to rounding.
        var near = Math.Pow(2, -most) * (1 - 1e-9);
        var kept = 0;
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Probability >= near && -Math.Log2(items[i].Probability) <= most)
            {
                items[kept++] = items[i];
            }
        }

        if (kept == 0)
        {
            items[kept++] = likeliest;
        }

        (Count, _sorted) = (kept, 0);
    }

    /// <summary>Keeps the first <paramref name="count"/>, whatever their order.</summary>
    public void KeepFirst(int count)
    {
        Count = Math.Min(Count, count);
        _sorted = Math.Min(_sorted, Count);
    }

    /// <summary>Leaves out the first <paramref name="count"/>.</summary>
    public void SkipFirst(int count) => (_start, Count, _sorted) = (_start + count, Count - count, Math.Max(0, _sorted - count));

    /// <summary>Another order than by logits was made.</summary>
    public void Unsort() => _sorted = 0;

    /// <summary>Brings the likeliest to the front, in order; equal ones by token, so that a draw is the same everywhere.</summary>
    public void SortFirst(int count)
    {
        if (_sorted >= count)
        {
            return;
        }

        var items = Items;
        if (count < items.Length)
        {
            Select(items, count);
        }

        items[..count].Sort(Order);
        _sorted = count;
    }

    public void SortAll() => SortFirst(Count);

    public float Largest()
    {
        if (_sorted > 0 && Count > 0)
        {
            return Items[0].Logit;
        }

        var largest = float.NegativeInfinity;
        foreach (ref readonly var item in Items)
        {
            largest = Math.Max(largest, item.Logit);
        }

        return largest;
    }

    /// <summary>Index of the likeliest; the first token of equal ones.</summary>
    public int Best()
    {
        var items = Items;
        var best = 0;
        for (var i = 1; i < items.Length; i++)
        {
            if (Order(items[i], items[best]) < 0)
            {
                best = i;
            }
        }

        return best;
    }

    public void Scale(float factor)
    {
        foreach (ref var item in Items)
        {
            item.Logit *= factor;
        }
    }

    /// <summary>Sets the probabilities: they sum to 1.</summary>
    public void Softmax()
    {
        var items = Items;
        if (_scratch.Length < items.Length)
        {
            _scratch = new float[_all.Length];
        }

        var values = _scratch.AsSpan(0, items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            values[i] = items[i].Logit;
        }

        TensorPrimitives.Subtract(values, Largest(), values);
        TensorPrimitives.Exp(values, values);
        double total = 0;
        foreach (var value in values)
        {
            total += value;
        }

        for (var i = 0; i < items.Length; i++)
        {
            items[i].Probability = (float)(values[i] / total);
        }
    }

    private static int Order(TokenCandidate a, TokenCandidate b) => b.Logit.CompareTo(a.Logit) is var order and not 0 ? order : a.Token.CompareTo(b.Token);

    // Hoare's selection: afterwards the first ones are the likeliest, in any order.
    private static void Select(Span<TokenCandidate> items, int count)
    {
        var (low, high) = (0, items.Length - 1);
        while (low < high)
        {
            var pivot = items[low + ((high - low) / 2)];
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (Order(items[i], pivot) < 0)
                {
                    i++;
                }

                while (Order(items[j], pivot) > 0)
                {
                    j--;
                }

                if (i <= j)
                {
                    (items[i], items[j]) = (items[j], items[i]);
                    (i, j) = (i + 1, j - 1);
                }
            }

            if (count - 1 <= j)
            {
                high = j;
            }
            else if (count - 1 >= i)
            {
                low = i;
            }
            else
            {
                return;
            }
        }
    }
}
