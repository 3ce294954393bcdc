using Workbench.Core.Runs.Exports;

namespace Workbench.Cli;

/// <summary>An export that is whole or not there: written beside its goal first.</summary>
internal static class ExportFile
{
    public static async Task WriteAsync(RunExportFormat format, ExportSource source, string path, CancellationToken cancellation)
    {
        var target = Path.GetFullPath(path);
        var half = target + ".part";
        try
        {
            await using (var file = new FileStream(half, FileMode.Create, FileAccess.ReadWrite))
            {
                await format.Write(source, file, cancellation);
            }

            File.Move(half, target, overwrite: true);
        }
        finally
        {
            File.Delete(half);
        }
    }
}
