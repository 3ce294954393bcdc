using System.Text.Json.Nodes;
using Workbench.Core.Inference.Devices;

namespace Workbench.Cli;

/// <summary>What a machine has and how it is used now, for programs: of <c>models devices --json</c> and <c>GET /api/devices</c>. What a driver does not tell is null.</summary>
internal static class MachineOutput
{
    public static JsonObject Json(MachineState machine) => new()
    {
        ["processor"] = new JsonObject
        {
            ["name"] = machine.Processor.Name,
            ["cores"] = machine.Processor.Cores,
            ["totalBytes"] = machine.Processor.TotalBytes,
            ["freeBytes"] = machine.Processor.FreeBytes,
        },
        ["devices"] = new JsonArray([.. machine.Devices.Select(static device => new JsonObject
        {
            ["id"] = device.Id,
            ["name"] = device.Name,
            ["driver"] = device.Driver,
            ["totalBytes"] = device.TotalBytes,
            ["freeBytes"] = device.FreeBytes,
            ["load"] = device.Load,
            ["watts"] = device.Watts,
            ["mostWatts"] = device.MostWatts,
            ["celsius"] = device.Celsius,
        })]),
    };
}
