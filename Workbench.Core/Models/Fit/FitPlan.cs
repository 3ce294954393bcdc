using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Models.Fit;

/// <summary>One model of a set to be loaded.</summary>
/// <param name="Device">Where its layers are to go.</param>
/// <param name="Loaded">It is loaded already: takes nothing more.</param>
public sealed record FitModel(string Name, MemoryEstimate Estimate, string Device = FitDevice.Processor, bool Loaded = false)
{
    /// <summary>Bytes it takes of a device.</summary>
    public long On(FitDevice device) => device.IsProcessor ? Estimate.InMemory : device.Name == Device ? Estimate.OnGraphics : 0;
}

/// <summary>How a set of models can be loaded.</summary>
/// <param name="Groups">Models by name; those of one group are loaded together, one group after the other. Models that fit nowhere are in none.</param>
/// <param name="TooLarge">Models that do not fit even alone.</param>
/// <param name="Reasons">Why it is not all at once; empty when it is.</param>
public sealed record FitPlan(ImmutableArray<ImmutableArray<string>> Groups, ImmutableArray<string> TooLarge, ImmutableArray<Phrase> Reasons)
{
    /// <summary>All of them at the same time.</summary>
    public bool IsTogether => TooLarge.IsEmpty && Groups.Length <= 1;

    /// <summary>Each model is in a group, the largest first in each; few groups rather than many; what is loaded stays in the first.</summary>
    /// <param name="devices">With what is free now; memory of the set's loaded models counts as free to the set.</param>
    public static FitPlan Of(ImmutableArray<FitModel> models, ImmutableArray<FitDevice> devices)
    {
        ImmutableArray<FitDevice> room = [.. devices.Select(device => device with { FreeBytes = device.FreeBytes + models.Where(model => model.Loaded).Sum(model => model.On(device)) })];
        var reasons = ImmutableArray.CreateBuilder<Phrase>();
        foreach (var device in room.Where(device => models.Sum(model => model.On(device)) > device.FreeBytes))
        {
            reasons.Add(new Phrase("Models.FitNotTogether", Gibibytes(models.Sum(model => model.On(device))), Gibibytes(device.FreeBytes), device.Name));
        }

        var large = models.Where(model => room.Any(device => model.On(device) > device.FreeBytes)).ToImmutableArray();
        foreach (var model in large)
        {
            var device = room.First(device => model.On(device) > device.FreeBytes);
            reasons.Add(new Phrase("Models.FitTooLarge", model.Name, Gibibytes(model.On(device)), Gibibytes(device.FreeBytes), device.Name));
        }

        var groups = new List<List<FitModel>>();
        foreach (var model in models.Except(large).OrderByDescending(model => model.Loaded).ThenByDescending(model => room.Max(device => (double)model.On(device) / Math.Max(1, device.FreeBytes))))
        {
            if (groups.Find(group => room.All(device => group.Sum(other => other.On(device)) + model.On(device) <= device.FreeBytes)) is { } place)
            {
                place.Add(model);
            }
            else
            {
                groups.Add([model]);
            }
        }

        return new FitPlan([.. groups.Select(group => group.Select(model => model.Name).ToImmutableArray())], [.. large.Select(model => model.Name)], reasons.ToImmutable());
    }

    private static string Gibibytes(long bytes) => (bytes / (double)(1L << 30)).ToString(bytes < 10L << 30 ? "0.00" : "0.0", System.Globalization.CultureInfo.InvariantCulture);
}
