using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Workbench.Core.Inference.Engine;
using Workbench.Core.Inference.Hosts;
using Workbench.Core.Language;
using Workbench.Core.Models;
using Workbench.Core.Models.Fit;

namespace Workbench.Cli;

/// <summary>How <c>models fit</c> shows estimates and plan.</summary>
internal static class FitOutput
{
    /// <param name="prefix">What stands before the fields' names: dashes of options, or nothing.</param>
    /// <exception cref="InputException">All that is out of range, or no type of a cache.</exception>
    public static HostSpec Spec(bool exact, int? context, int? sequences, string? device, string? cache, string prefix)
    {
        var problems = new List<InputProblem>();
        Range("context", context ?? 16, 16, 1 << 20);
        Range("sequences", sequences ?? 1, 1, EngineSpec.MostSequences);
        if (cache is not null && CacheType.Find(cache) is null)
        {
            problems.Add(new InputProblem(new Phrase("Models.NoCacheType", cache, string.Join(", ", CacheType.All.Select(type => type.Name.ToLowerInvariant()))), Field: $"{prefix}kv"));
        }

        return problems.Count == 0 ? new HostSpec(exact, context, sequences, Device: device, CacheType: cache) : throw new InputException([.. problems]);

        void Range(string field, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                problems.Add(new InputProblem(new Phrase("Inference.OutOfRange", Number(value), Number(least), Number(most)), Field: prefix + field));
            }
        }

        static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
    }

    /// <exception cref="InputException">The device asked for is not there.</exception>
    public static ImmutableArray<FitModel> Set(ImmutableArray<ModelFile> models, HostSpec spec, ImmutableArray<FitDevice> devices, Func<string, bool> isLoaded, string prefix)
    {
        if (HostFit.Missing(devices, spec.Device) is { } missing)
        {
            throw new InputException(new InputProblem(missing, Field: $"{prefix}device"));
        }

        var graphics = HostFit.Graphics(devices, spec);
        return [.. models.Select(model => new FitModel(model.Name, HostFit.Estimate(model, spec, graphics is not null)!, graphics?.Name ?? FitDevice.Processor, isLoaded(model.Name)))];
    }

    public static JsonObject Json(ImmutableArray<ModelFile> models, ImmutableArray<FitModel> set, ImmutableArray<FitDevice> devices, FitPlan plan, HostSpec spec) => new()
    {
        ["fits"] = plan.IsTogether,
        ["models"] = new JsonArray([.. set.Zip(models, (fit, model) => One(fit, HostFit.Shape(model.Facts!, spec, fit.Device != FitDevice.Processor), devices))]),
        ["devices"] = new JsonArray([.. devices.Select(device => new JsonObject { ["name"] = device.Name, ["totalBytes"] = device.TotalBytes, ["freeBytes"] = device.FreeBytes, ["neededBytes"] = set.Sum(model => model.On(device)) })]),
        ["plan"] = new JsonArray([.. plan.Groups.Select(group => new JsonArray([.. group.Select(name => (JsonNode)name)]))]),
        ["tooLarge"] = new JsonArray([.. plan.TooLarge.Select(name => (JsonNode)name)]),
        ["reasons"] = new JsonArray([.. plan.Reasons.Select(reason => (JsonNode)reason.ToString())]),
    };

    public static void Print(ImmutableArray<FitModel> set, ImmutableArray<FitDevice> devices, FitPlan plan)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn(Escaped("FitModel"));
        foreach (var column in (string[])["FitWeights", "FitCache", "FitOther", "FitTotal", "FitFree"])
        {
            table.AddColumn(new TableColumn(Escaped(column)).RightAligned());
        }

        table.AddColumn(Escaped("FitVerdict"));
        long? Free(string name) => devices.FirstOrDefault(device => device.Name == name)?.FreeBytes;
        foreach (var model in set)
        {
            var estimate = model.Estimate;
            table.AddRow(Markup.Escape(model.Name), Mebi(estimate.AllWeights), Mebi(estimate.AllCache), Mebi(estimate.Other), Mebi(estimate.Total), Mebi(Free(model.Device)), Escaped(plan.TooLarge.Contains(model.Name) ? "FitNo" : "FitYes"));
        }

        if (set.Length > 1)
        {
            var total = set.Sum(model => model.Estimate.Total);
            table.AddRow(Escaped("FitTogether"), Mebi(set.Sum(model => model.Estimate.AllWeights)), Mebi(set.Sum(model => model.Estimate.AllCache)), Mebi(set.Sum(model => model.Estimate.Other)), Mebi(total), Mebi(Free(set[0].Device)), Escaped(plan.IsTogether ? "FitYes" : "FitNo"));
        }

        AnsiConsole.Write(table);
        foreach (var reason in plan.Reasons)
        {
            Console.Out.WriteLine(reason);
        }

        for (var step = 0; plan.Groups.Length > 1 && step < plan.Groups.Length; step++)
        {
            Console.Out.WriteLine(CommandOutput.Say("FitStep", step + 1, string.Join(", ", plan.Groups[step])));
        }
    }

    private static JsonObject One(FitModel model, FitShape shape, ImmutableArray<FitDevice> devices)
    {
        var estimate = model.Estimate;
        return new JsonObject
        {
            ["name"] = model.Name,
            ["device"] = model.Device,
            ["cells"] = shape.Cells,
            ["kv"] = shape.Cache.Name.ToLowerInvariant(),
            ["weightBytes"] = estimate.AllWeights,
            ["kvBytes"] = estimate.Cache,
            ["stateBytes"] = estimate.State,
            ["computeBytes"] = estimate.Compute,
            ["outputBytes"] = estimate.Outputs,
            ["vocabularyBytes"] = estimate.Vocabulary,
            ["processBytes"] = estimate.Process,
            ["totalBytes"] = estimate.Total,
            ["deviceBytes"] = estimate.OnGraphics,
            ["loadedBytes"] = estimate.AtLoad,
            ["loaded"] = model.Loaded,
            ["fits"] = model.Loaded || devices.All(device => model.On(device) <= device.FreeBytes),
        };
    }

    private static string Escaped(string key) => Markup.Escape(CommandOutput.Say(key));

    private static string Mebi(long? bytes) => bytes is { } value ? (value / 1048576.0).ToString("N1", CultureInfo.InvariantCulture) : "-";
}
