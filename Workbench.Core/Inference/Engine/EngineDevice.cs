using System.Runtime.InteropServices;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>A device the loaded libraries really offer.</summary>
/// <param name="Kind"><c>cpu</c>, <c>gpu</c>, <c>integrated</c> or <c>accelerator</c>.</param>
public sealed record EngineDevice(string Name, string Description, string Kind, long FreeBytes, long TotalBytes)
{
    internal nint Handle { get; private init; }

    internal static unsafe IReadOnlyList<EngineDevice> List()
    {
        var devices = new List<EngineDevice>();
        for (nuint i = 0; i < GgmlApi.ggml_backend_dev_count(); i++)
        {
            var handle = GgmlApi.ggml_backend_dev_get(i);
            nuint free = 0, total = 0;
            GgmlApi.ggml_backend_dev_memory(handle, &free, &total);
            var kind = GgmlApi.ggml_backend_dev_type(handle) switch { 0 => "cpu", 1 => "gpu", 2 => "integrated", _ => "accelerator" };
            devices.Add(new EngineDevice(Text(GgmlApi.ggml_backend_dev_name(handle)), Text(GgmlApi.ggml_backend_dev_description(handle)).Trim(), kind, (long)free, (long)total) { Handle = handle });
        }

        return devices;
    }

    /// <returns>That a device which was asked for is not among <paramref name="devices"/>; null when it is.</returns>
    internal static Phrase? Missing(string? asked, IReadOnlyList<EngineDevice> devices) =>
        DeviceWish.Parse(asked).Choose(devices).Count == 0 ? new Phrase("Inference.NoSuchDevice", asked ?? DeviceWish.Processor, string.Join(", ", devices.Select(static device => device.Name))) : null;

    private static unsafe string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
