using System.Text;
using Workbench.Core.Language;

namespace Workbench.Core.Suites.Import;

/// <summary>Writes a suite to a file of a person's choice, whole or not at all; with many samples as JSONL beside it.</summary>
public static class SuiteOutput
{
    private const int MostInline = 1000;

    /// <exception cref="InputException">The file is there already, or can't be written.</exception>
    public static void Write(PromptSuite suite, string file)
    {
        var data = suite.Samples.Length > MostInline ? Path.GetFileNameWithoutExtension(file) + ".jsonl" : null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        foreach (var there in new[] { file, data is null ? file : Path.Combine(folder, data) }.Where(File.Exists))
        {
            throw new InputException(new InputProblem(new Phrase("Suites.FileThere", Path.GetFileName(there)), there, Field: "--out"));
        }

        string? begun = null;
        var part = Path.Combine(folder, $".{Guid.NewGuid():n}.part");
        try
        {
            Directory.CreateDirectory(folder);
            if (data is not null)
            {
                File.WriteAllLines(part, SuiteYaml.Lines(suite), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                begun = Path.Combine(folder, data);
                File.Move(part, begun);
            }

            File.WriteAllText(part, SuiteYaml.Write(suite, data), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(part, file);
            begun = null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputProblem(new Phrase("Suites.Unwritable", FileWords.Of(refused, file)), file, Field: "--out"));
        }
        finally
        {
            File.Delete(part);
            if (begun is not null)
            {
                // Samples without their suite would be half an import.
                File.Delete(begun);
            }
        }
    }
}
