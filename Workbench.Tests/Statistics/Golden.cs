using System.Text.Json;
using Workbench.Core.Statistics;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Statistics;

/// <summary>Reads expected numbers, and compares within a stated tolerance: relative, absolute near 0.</summary>
internal static class Golden
{
    public const double ClosedForm = 1e-12;
    public const double RootFound = 1e-9;

    public static JsonElement File(string name) => JsonDocument.Parse(System.IO.File.ReadAllText(RepositoryPaths.SharedFile($"goldens/{name}"))).RootElement;

    public static IEnumerable<JsonElement> Cases(string section, string file = "stats2/goldens_stats2.json") => File(file).GetProperty(section).GetProperty("cases").EnumerateArray();

    public static double[] Numbers(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetDouble())];

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static int Whole(this JsonElement element, string name) => element.GetProperty(name).GetInt32();

    public static void Near(double expected, double? actual, double tolerance, string what = "")
    {
        Assert.NotNull(actual);
        Assert.True(Math.Abs(expected - actual.Value) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: expected {expected:R}, got {actual:R}");
    }

    public static void Near(double[] expected, Metric actual, double tolerance, string what = "")
    {
        Assert.NotNull(actual.Estimate);
        Near(expected[0], actual.Estimate.Low, tolerance, what + " low");
        Near(expected[1], actual.Estimate.High, tolerance, what + " high");
    }

    public static void AllNear(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Near(expected[i], actual[i], tolerance, $"[{i}]");
        }
    }
}
