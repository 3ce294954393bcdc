using System.Collections.Immutable;

namespace Workbench.Components.Hallucination;

/// <summary>Places of points and labels in the drawing, in pixels. Both axes begin at zero and are linear.</summary>
public sealed class FrontierLayout
{
    public const double Width = 720;
    public const double Height = 430;
    public const double Left = 52;
    public const double Right = 704;
    public const double Top = 14;
    public const double Bottom = 382;
    private const double Step = 0.1;
    private const double LineHeight = 14;

    public FrontierLayout(ImmutableArray<FrontierPoint> points)
    {
        XMax = End(points.Select(point => point.Correct.High));
        YMax = End(points.Select(point => point.MadeUp.High));
        Labels = Place(points);
    }

    /// <summary>Right end of the axis of correct answers, a rate.</summary>
    public double XMax { get; }

    public double YMax { get; }

    /// <summary>Where each point's name begins, in the order of the points.</summary>
    public ImmutableArray<(double X, double Y)> Labels { get; }

    public IEnumerable<double> XTicks => Ticks(XMax);

    public IEnumerable<double> YTicks => Ticks(YMax);

    public double X(double rate) => Left + (rate / XMax * (Right - Left));

    public double Y(double rate) => Bottom - (rate / YMax * (Bottom - Top));

    private static double End(IEnumerable<double> highs) => Math.Clamp(Math.Ceiling(highs.DefaultIfEmpty(1).Max() / Step) * Step, 2 * Step, 1);

    private static IEnumerable<double> Ticks(double end)
    {
        var step = end > 0.55 ? 2 * Step : Step;
        for (var count = 0; count * step <= end + 1e-9; count++)
        {
            yield return count * step;
        }
    }

    /// <summary>Each name beside its point, at the first place that hides no other name or point; the last resort is the right of it.</summary>
    private ImmutableArray<(double X, double Y)> Place(ImmutableArray<FrontierPoint> points)
    {
        var taken = points.Select(point => new Box(X(point.Correct.Value) - 7, Y(point.MadeUp.Value) - 7, 14, 14)).ToList();
        var labels = ImmutableArray.CreateBuilder<(double, double)>();
        foreach (var point in points)
        {
            var (x, y, width) = (X(point.Correct.Value), Y(point.MadeUp.Value), Breadth(point.Name));
            (double X, double Y)[] places = [(x + 10, y - 8), (x + 10, y + 18), (x - 10 - width, y - 8), (x - 10 - width, y + 18), (x + 10, y - 26), (x + 10, y + 36), (x - 10 - width, y - 26), (x - 10 - width, y + 36)];
            var free = places.Where(place => Inside(place, width) && !taken.Any(box => box.Meets(Of(place, width)))).ToList();
            var chosen = free.Count > 0 ? free[0] : places[0];
            taken.Add(Of(chosen, width));
            labels.Add(chosen);
        }

        return labels.ToImmutable();
    }

    private static bool Inside((double X, double Y) place, double width) => place.X >= Left + 2 && place.X + width <= Width - 2 && place.Y - LineHeight >= 0 && place.Y <= Bottom - 3;

    private static Box Of((double X, double Y) place, double width) => new(place.X, place.Y - LineHeight + 3, width, LineHeight);

    /// <summary>Roughly what the name takes at 12 pixels: a Chinese character twice as much as a Latin one.</summary>
    private static double Breadth(string name) => name.Sum(letter => letter > 0x2e80 ? 12.5 : 6.9);

    private readonly record struct Box(double X, double Y, double Width, double Height)
    {
        public bool Meets(Box other) => X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;
    }
}
