using System.Text.Json.Nodes;
using Workbench.Core.Runs;
using Workbench.Core.Suites;

namespace Workbench.Cli;

/// <summary>A run as files. Each is whole or not there; the manifest comes last, so where it is, everything is.</summary>
internal static class RunFolder
{
    public static async Task WriteAsync(string folder, RunHeader run, PromptSuite suite, JsonObject manifest, JsonObject summary, IRunStore store, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        File.Delete(Path.Combine(folder, "manifest.json"));
        var content = await store.SuiteContentAsync(run.Id, cancellation);
        await PutAsync(folder, "suite.json", writer => writer.WriteAsync(content));
        await PutAsync(folder, "results.jsonl", writer => RunExport.WriteJsonLinesAsync(suite, store.ResultsAsync(run.Id, cancellation), writer, cancellation));
        await PutAsync(folder, "summary.json", writer => writer.WriteAsync(summary.ToJsonString(CommandJson.Options)));
        await PutAsync(folder, "manifest.json", writer => writer.WriteAsync(manifest.ToJsonString(CommandJson.Options)));
    }

    private static async Task PutAsync(string folder, string name, Func<StreamWriter, Task> write)
    {
        var (part, whole) = (Path.Combine(folder, $".{name}.part"), Path.Combine(folder, name));
        await using (var writer = new StreamWriter(part))
        {
            await write(writer);
        }

        File.Move(part, whole, overwrite: true);
    }
}
