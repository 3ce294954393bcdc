using System.Diagnostics;
using System.Text.Json;

namespace Workbench.Tests.Statistics;

/// <summary>The command line as other tools call it: a process, standard input, one JSON document, an exit status.</summary>
public sealed class StatsCommandTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Stats_Wilson_PrintsAnEstimate()
    {
        var (status, answer) = await RunAsync("{\"successes\":7,\"n\":10}", "stats", "wilson", "--input", "-", "--json");
        Assert.Equal(0, status);
        Golden.Near(0.39677814746114537, answer.Number("low"), Golden.ClosedForm);
        Assert.Equal("wilson", answer.GetProperty("method").GetString());
    }

    [Fact]
    public async Task Stats_FewClusters_PrintsNullsWithAReason()
    {
        var (status, answer) = await RunAsync("{\"values\":[1,0,1],\"clusters\":[\"a\",\"a\",\"b\"]}", "stats", "clustered", "--input", "-", "--json");
        Assert.Equal((0, JsonValueKind.Null), (status, answer.GetProperty("low").ValueKind));
        Assert.NotEqual("", answer.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Stats_BadInput_NamesTheFieldAndExitsWithTwo()
    {
        var (status, answer) = await RunAsync("{\"a\":[1],\n\"b\":[1,0]}", "stats", "paired", "--input", "-", "--json");
        var error = answer.GetProperty("error");
        Assert.Equal((2, "b", 2), (status, error.GetProperty("field").GetString(), error.Whole("line")));
    }

    [Fact]
    public async Task RaceRate_Votes_PrintsPlayersBestFirst()
    {
        var (status, answer) = await RunAsync("a,b,outcome\nx,y,a\nx,y,a\ny,x,a\ny,x,tie\n", "race", "rate", "--votes", "-", "--json");
        Assert.Equal(0, status);
        Assert.Equal(["x", "y"], answer.GetProperty("players").EnumerateArray().Select(player => player.GetProperty("name").GetString()));
        Assert.Equal((4, 1), (answer.Whole("votes"), answer.Whole("ties")));
    }

    private static async Task<(int Status, JsonElement Answer)> RunAsync(string input, params string[] arguments)
    {
        using var timeout = new CancellationTokenSource(Limit);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Workbench.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, JsonDocument.Parse(output).RootElement);
    }
}
