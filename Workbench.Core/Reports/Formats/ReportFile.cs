using Workbench.Core.Language;

namespace Workbench.Core.Reports.Formats;

/// <summary>Writes a file whole or not at all: beside its place first, then renamed over it.</summary>
public static class ReportFile
{
    /// <param name="write">Makes the file at the path it is given.</param>
    /// <exception cref="InputException">The place can't be written.</exception>
    public static async Task WriteAsync(string path, Func<string, Task> write)
    {
        var full = Path.GetFullPath(path);
        var beside = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Guid.NewGuid():n}.tmp");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await write(beside).ConfigureAwait(false);
            File.Move(beside, full, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputProblem(new Phrase("Reports.NotWritable", FileWords.Of(exception, path)), path, Field: "out"));
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
