namespace Workbench.Components.Shared;

/// <summary>Where things lie in a plot: from the units of its axes to the pixels of its drawing.</summary>
/// <param name="Width">Of the drawing with its labels.</param>
/// <param name="XRange">Ends of the horizontal axis.</param>
public sealed record PlotArea(double Width, double Height, (double Low, double High) XRange, (double Low, double High) YRange)
{
    public const double Left = 44;
    public const double Top = 10;

    public double Right => Width - 14;

    public double Bottom => Height - 42;

    public double X(double value) => Left + ((value - XRange.Low) / (XRange.High - XRange.Low) * (Right - Left));

    /// <summary>Kept inside: an interval may end outside the axis.</summary>
    public double Y(double value) => Bottom - ((Math.Clamp(value, YRange.Low, YRange.High) - YRange.Low) / (YRange.High - YRange.Low) * (Bottom - Top));

    /// <summary>A line through points, as the drawing writes it.</summary>
    public string Line(IEnumerable<(double X, double Y)> points) => "M" + string.Join('L', points.Select(point => $"{Px(X(point.X))} {Px(Y(point.Y))}"));

    /// <summary>An upright line at a place, from one height to another.</summary>
    public string Whisker(double x, double low, double high) => $"M{Px(X(x))} {Px(Y(low))}V{Px(Y(high))}";

    /// <summary>Round numbers over a range, about as many as asked for.</summary>
    public static double[] Ticks((double Low, double High) range, int about)
    {
        var span = range.High - range.Low;
        var rough = Math.Pow(10, Math.Floor(Math.Log10(span / about)));
        var step = new[] { 1, 2, 2.5, 5, 10 }.Select(factor => factor * rough).First(step => span / step <= about + 0.5);
        var first = Math.Ceiling((range.Low / step) - 1e-9);
        return [.. Enumerable.Range(0, about + 2).Select(at => Math.Round((first + at) * step, 10)).Where(tick => tick <= range.High + 1e-9)];
    }

    public static string Px(double value) => Numbers.Invariant(value);
}
