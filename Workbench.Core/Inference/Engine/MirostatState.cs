namespace Workbench.Core.Inference.Engine;

/// <summary>Keeps the surprise of what is drawn near a target (Basu et al., 2020): version 1 estimates the tail's exponent, version 2 cuts by surprise.</summary>
internal sealed class MirostatState(int version, double tau, double eta, int vocabulary)
{
    /// <summary>Probabilities from which version 1 estimates the exponent.</summary>
    private const int Estimated = 100;

    private double _most = 2 * tau;

    public void Cut(CandidateSet set)
    {
        set.DropImpossible();
        set.Softmax();
        if (version == 1)
        {
            set.SortFirst(Math.Min(Estimated, set.Count));
            var count = Count(set.Items);
            set.SortFirst(count);
            set.KeepFirst(count);
        }
        else
        {
            // What is cut off is never put in order: that took four fifths of the time.
            set.KeepSurprise(_most);
            set.SortAll();
        }
    }

    /// <param name="probability">With which the token was drawn.</param>
    public void Drawn(double probability) => _most -= eta * (-Math.Log2(probability) - tau);

    private int Count(ReadOnlySpan<TokenCandidate> items)
    {
        double products = 0;
        double squares = 0;
        for (var i = 0; i < Math.Min(Estimated, items.Length) - 1; i++)
        {
            var rank = Math.Log((i + 2.0) / (i + 1.0));
            products += rank * Math.Log(items[i].Probability / items[i + 1].Probability);
            squares += rank * rank;
        }

        var exponent = squares > 0 ? products / squares : 1;
        var excess = exponent - 1;
        var count = Math.Pow(excess * Math.Pow(2, _most) / (1 - Math.Pow(vocabulary, -excess)), 1 / exponent);
        return double.IsFinite(count) ? (int)Math.Clamp(count, 1, items.Length) : items.Length;
    }
}
