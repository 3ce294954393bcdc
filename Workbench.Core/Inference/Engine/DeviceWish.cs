using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbench.Core.Inference.Engine;

/// <summary>What a person means by a device.</summary>
/// <param name="Backend">Libraries to use: <c>cuda</c>, <c>vulkan</c> or <c>cpu</c>; null for the best there is.</param>
/// <param name="Indices">Devices of that backend by number, as the driver counts them; empty for all.</param>
/// <param name="NeedsGraphics">A processor will not do.</param>
/// <param name="Name">A device by the engine's own name; null for none.</param>
internal sealed partial record DeviceWish(string? Backend, ImmutableArray<int> Indices, bool NeedsGraphics, string? Name = null)
{
    public const string Cuda = "cuda";
    public const string Vulkan = "vulkan";
    public const string Processor = "cpu";

    /// <param name="text"><c>cpu</c>, <c>gpu</c>, <c>cuda</c>, <c>cuda:1</c>, <c>vulkan:0,1</c>, or a device as the engine names it; null for the best there is.</param>
    public static DeviceWish Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Equals("auto", StringComparison.OrdinalIgnoreCase))
        {
            return new DeviceWish(null, [], false);
        }

        if (text.Equals(Processor, StringComparison.OrdinalIgnoreCase))
        {
            return new DeviceWish(Processor, [], false);
        }

        if (text.Equals("gpu", StringComparison.OrdinalIgnoreCase))
        {
            return new DeviceWish(null, [], true);
        }

        return Numbered().Match(text) is { Success: true } match
            ? new DeviceWish(match.Groups["kind"].Value.Equals("vulkan", StringComparison.OrdinalIgnoreCase) ? Vulkan : Cuda, [.. match.Groups["index"].Captures.Select(static capture => int.Parse(capture.ValueSpan, CultureInfo.InvariantCulture))], true)
            : new DeviceWish(null, [], false, text);
    }

    /// <summary>What a process must see so that it sees these devices alone; null when no device is pinned.</summary>
    /// <param name="visible">The same variable of this process, by which its own devices are counted.</param>
    public (string Variable, string Value)? Pin(Func<string, string?> visible)
    {
        if (Indices.IsEmpty)
        {
            return null;
        }

        var variable = Backend == Vulkan ? "GGML_VK_VISIBLE_DEVICES" : "CUDA_VISIBLE_DEVICES";
        var mine = visible(variable)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return (variable, string.Join(',', Indices.Select(index => index < mine.Length ? mine[index] : index.ToString(CultureInfo.InvariantCulture))));
    }

    /// <returns>The devices that are meant; empty when one of them is not there.</returns>
    public IReadOnlyList<EngineDevice> Choose(IReadOnlyList<EngineDevice> devices)
    {
        var graphics = devices.Where(static device => device.Kind is "gpu" or "integrated").ToList();
        if (Name is not null)
        {
            return [.. devices.Where(device => device.Name.Equals(Name, StringComparison.OrdinalIgnoreCase))];
        }

        if (Backend == Processor || (!NeedsGraphics && graphics.Count == 0))
        {
            return [.. devices.Where(static device => device.Kind == "cpu")];
        }

        var prefix = Backend switch { Cuda => "CUDA", Vulkan => "Vulkan", _ => "" };
        var offered = graphics.Where(device => device.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).ToList();
        var pinned = Indices.Select(index => offered.FirstOrDefault(device => device.Name.Equals(prefix + index.ToString(CultureInfo.InvariantCulture), StringComparison.OrdinalIgnoreCase))).ToList();
        return Indices.IsEmpty ? offered : pinned.Contains(null) ? [] : [.. pinned.OfType<EngineDevice>()];
    }

    // CUDA1 and Vulkan0 are the engine's own names of the same devices.
    [GeneratedRegex(@"^(?<kind>cuda|vulkan)(:?(?<index>\d{1,3})(,(?<index>\d{1,3}))*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
