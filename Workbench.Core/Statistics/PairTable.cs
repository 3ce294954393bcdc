namespace Workbench.Core.Statistics;

/// <summary>Pairs of yes/no answers on the same samples, counted.</summary>
/// <param name="Both">Both right.</param>
/// <param name="OnlyFirst">Only the first right.</param>
/// <param name="OnlySecond">Only the second right.</param>
/// <param name="Neither">Both wrong.</param>
public sealed record PairTable(int Both, int OnlyFirst, int OnlySecond, int Neither)
{
    public int N => Both + OnlyFirst + OnlySecond + Neither;

    public static PairTable Of(IReadOnlyList<bool> a, IReadOnlyList<bool> b)
    {
        Bounded.RequireSameLength(a.Count, b.Count, nameof(b));
        var cells = new int[4];
        for (var i = 0; i < a.Count; i++)
        {
            cells[(a[i] ? 0 : 2) + (b[i] ? 0 : 1)]++;
        }

        return new PairTable(cells[0], cells[1], cells[2], cells[3]);
    }

    /// <summary>The correlation φ, −1 to 1; 0 where one side is always the same. Corrected: the numerator is n/2 smaller, not below 0 (Newcombe 1998).</summary>
    public double Correlation(bool corrected = false)
    {
        double first = Both + OnlyFirst, second = Both + OnlySecond, n = N;
        var margins = first * (n - first) * second * (n - second);
        var cross = ((double)Both * Neither) - ((double)OnlyFirst * OnlySecond);
        return margins <= 0 ? 0 : (corrected && cross > 0 ? Math.Max(0, cross - (n / 2)) : cross) / Math.Sqrt(margins);
    }
}
