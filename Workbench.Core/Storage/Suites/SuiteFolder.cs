using System.Globalization;
using System.Text;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Storage.Suites;

/// <summary>Takes suite files into the workspace. A version that is there keeps its content for good: runs and decisions name it.</summary>
public sealed class SuiteFolder(string path, SuiteCatalog catalog)
{
    /// <summary>Samples beyond this many are written as JSONL beside the suite file.</summary>
    public const int MostInline = 1000;

    private const string DataFile = "samples.jsonl";

    /// <summary>Checks the text and writes it as <c>name-vN.yaml</c>; the same content again changes nothing.</summary>
    /// <param name="fileName">Named in problems.</param>
    /// <exception cref="InputException">Everything wrong with the text, or the version is there with other content.</exception>
    /// <exception cref="NotAllowedException">The actor may not run suites.</exception>
    public PromptSuite Add(string text, string fileName, Actor actor)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var suite = SuiteFile.Parse(text, fileName);
        if (There(suite, fileName) is { } there)
        {
            return there;
        }

        Put(Target(suite, ".yaml", fileName), text, overwrite: false);
        return suite;
    }

    /// <summary>Writes a suite that was made rather than typed: as one file, or with many samples as a folder <c>name-vN</c> of suite file and JSONL.</summary>
    /// <returns>As it reads back.</returns>
    /// <exception cref="InputException">As for a text.</exception>
    /// <exception cref="NotAllowedException">The actor may not run suites.</exception>
    public PromptSuite Add(PromptSuite suite, Actor actor)
    {
        if (suite.Samples.Length <= MostInline)
        {
            return Add(SuiteYaml.Write(suite), suite.Name, actor);
        }

        Permissions.Require(actor, Permission.RunSuites);
        Directory.CreateDirectory(path);
        var part = Path.Combine(path, $".{Guid.NewGuid():n}.part");
        Directory.CreateDirectory(part);
        try
        {
            File.WriteAllText(Path.Combine(part, "suite.yaml"), SuiteYaml.Write(suite, DataFile));
            File.WriteAllLines(Path.Combine(part, DataFile), SuiteYaml.Lines(suite));
            var read = SuiteFile.Read(part);
            if (There(read, suite.Name) is { } there)
            {
                return there;
            }

            Directory.Move(part, Target(read, "", suite.Name));
            return read;
        }
        finally
        {
            if (Directory.Exists(part))
            {
                Directory.Delete(part, recursive: true);
            }
        }
    }

    /// <summary>Whole or not at all: the catalogue reads the folder at any moment.</summary>
    internal static void Put(string target, string text, bool overwrite)
    {
        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        var part = Path.Combine(folder, $".{Guid.NewGuid():n}.part");
        File.WriteAllText(part, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(part, target, overwrite);
    }

    private PromptSuite? There(PromptSuite suite, string fileName)
    {
        var there = catalog.List().FirstOrDefault(entry => entry.Name == suite.Name && entry.Suite?.Version == suite.Version)?.Suite;
        return there is null || there.Sha256 == suite.Sha256 ? there
            : throw new InputException(new InputProblem(new Phrase("Suites.VersionThere", suite.Name, suite.Version.ToString(CultureInfo.InvariantCulture)), fileName, Field: "version", Hint: new Phrase("Suites.RaiseVersion")));
    }

    private string Target(PromptSuite suite, string extension, string fileName)
    {
        var target = Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{suite.Name}-v{suite.Version}{extension}"));
        return File.Exists(target) || Directory.Exists(target)
            ? throw new InputException(new InputProblem(new Phrase("Suites.FileThere", Path.GetFileName(target)), fileName, Field: "name"))
            : target;
    }
}
