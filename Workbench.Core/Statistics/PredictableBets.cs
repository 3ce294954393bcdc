namespace Workbench.Core.Statistics;

/// <summary>How much to bet on the next value, from those before only: √(2 ln(2/α) / (t ln(1+t) · variance so far)), variance and mean starting from ¼ and ½.</summary>
internal sealed class PredictableBets(double confidence)
{
    private readonly double _level = Math.Log(2 / (1 - confidence));
    private double _sum;
    private double _squares;
    private int _count;
    private double _variance = 0.25;

    /// <summary>Mean so far, with one value of ½ before all others.</summary>
    public double Mean => (0.5 + _sum) / (_count + 1);

    public double Next(double most)
    {
        var t = _count + 1.0;
        return Math.Min(most, Math.Sqrt(2 * _level / (t * Math.Log(1 + t) * _variance)));
    }

    public void See(double value)
    {
        _count++;
        _sum += value;
        _squares += (value - Mean) * (value - Mean);
        _variance = (0.25 + _squares) / (_count + 1);
    }
}
