namespace Workbench.Core.Inference.Engine;

/// <summary>The steps that leave tokens out or reshape their chances; each as llama.cpp documents it, and each leaves at least one token.</summary>
internal static class SamplerSteps
{
    private const int FirstSorted = 256;

    public static void TopK(CandidateSet set, int count)
    {
        if (count > 0 && count < set.Count)
        {
            set.SortFirst(count);
            set.KeepFirst(count);
        }
    }

    /// <summary>The fewest of the likeliest whose probabilities reach the share (Holtzman et al., 2019).</summary>
    public static void TopP(CandidateSet set, double share)
    {
        if (share >= 1 || set.Count < 2)
        {
            return;
        }

        set.Softmax();
        for (var sorted = Math.Min(FirstSorted, set.Count); ; sorted = Math.Min(sorted * 8, set.Count))
        {
            set.SortFirst(sorted);
            double sum = 0;
            var items = set.Items;
            for (var i = 0; i < sorted; i++)
            {
                sum += items[i].Probability;
                if (sum >= share)
                {
                    set.KeepFirst(i + 1);
                    return;
                }
            }

            if (sorted == set.Count)
            {
                return;
            }
        }
    }

    /// <summary>Those at least this likely relative to the likeliest.</summary>
    public static void MinP(CandidateSet set, double share)
    {
        if (share > 0)
        {
            set.KeepAbove(set.Largest() + (float)Math.Log(share));
        }
    }

    /// <summary>Those whose surprise is closest to the expected one, until their probabilities exceed the share (Meister et al., 2022).</summary>
    public static void Typical(CandidateSet set, double share)
    {
        if (share >= 1 || set.Count < 2)
        {
            return;
        }

        set.DropImpossible();
        set.Softmax();
        var items = set.Items;
        var entropy = Entropy(items);
        var distances = new float[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            distances[i] = (float)Math.Abs(-Math.Log(Math.Max(items[i].Probability, float.Epsilon)) - entropy);
        }

        distances.AsSpan().Sort(items);
        double sum = 0;
        for (var i = 0; i < items.Length; i++)
        {
            sum += items[i].Probability;
            if (sum > share)
            {
                set.KeepFirst(i + 1);
                break;
            }
        }

        set.Unsort();
    }

    /// <summary>Those within so many standard deviations, over all logits, of the largest one (Tang et al., 2024).</summary>
    public static void TopNSigma(CandidateSet set, double deviations)
    {
        if (deviations <= 0 || set.Count < 2)
        {
            return;
        }

        set.DropImpossible();
        double sum = 0;
        double squares = 0;
        foreach (ref readonly var item in set.Items)
        {
            sum += item.Logit;
        }

        var mean = sum / set.Count;
        foreach (ref readonly var item in set.Items)
        {
            squares += (item.Logit - mean) * (item.Logit - mean);
        }

        set.KeepAbove((float)(set.Largest() - (deviations * Math.Sqrt(squares / set.Count))));
    }

    /// <summary>Leaves out all tokens that reach the threshold but the least likely of them; whether it does so is for the caller's chance.</summary>
    public static void Xtc(CandidateSet set, double threshold)
    {
        set.Softmax();
        // No more than this many can reach it.
        var most = (int)Math.Min(set.Count, Math.Floor(1 / Math.Max(threshold, 1e-9)) + 1);
        set.SortFirst(most);
        var items = set.Items;
        var above = 0;
        while (above < most && items[above].Probability >= threshold)
        {
            above++;
        }

        if (above > 1)
        {
            set.SkipFirst(above - 1);
        }
    }

    /// <summary>Temperature, moved with the candidates' entropy where a range is given.</summary>
    public static void Temperature(CandidateSet set, double temperature, double range, double exponent)
    {
        if (range > 0 && set.Count > 1)
        {
            set.Softmax();
            var share = Entropy(set.Items) / Math.Log(set.Count);
            var least = Math.Max(0, temperature - range);
            temperature = least + ((temperature + range - least) * Math.Pow(share, exponent));
        }

        if (temperature != 1)
        {
            set.Scale((float)(1 / Math.Max(temperature, 1e-6)));
        }
    }

    private static double Entropy(ReadOnlySpan<TokenCandidate> items)
    {
        double entropy = 0;
        foreach (ref readonly var item in items)
        {
            entropy -= item.Probability > 0 ? item.Probability * Math.Log(item.Probability) : 0;
        }

        return entropy;
    }
}
