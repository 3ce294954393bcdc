using System.Globalization;
using System.Text;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Suites;

namespace Workbench.Core.Storage.Suites;

/// <summary>Takes suite files into the workspace. A version that is there keeps its content for good: runs and decisions name it.</summary>
public sealed class SuiteFolder(string path, SuiteCatalog catalog)
{
    /// <summary>Checks the text and writes it as <c>name-vN.yaml</c>; the same content again changes nothing.</summary>
    /// <param name="fileName">Named in problems.</param>
    /// <exception cref="InputException">Everything wrong with the text, or the version is there with other content.</exception>
    /// <exception cref="NotAllowedException">The actor may not run suites.</exception>
    public PromptSuite Add(string text, string fileName, Actor actor)
    {
        Permissions.Require(actor, Permission.RunSuites);
        var suite = SuiteFile.Parse(text, fileName);
        var version = suite.Version.ToString(CultureInfo.InvariantCulture);
        var there = catalog.List().FirstOrDefault(entry => entry.Name == suite.Name && entry.Suite?.Version == suite.Version)?.Suite;
        if (there is not null)
        {
            return there.Sha256 == suite.Sha256
                ? there
                : throw new InputException(new InputProblem(new Phrase("Suites.VersionThere", suite.Name, version), fileName, Field: "version", Hint: new Phrase("Suites.RaiseVersion")));
        }

        Directory.CreateDirectory(path);
        var target = Path.Combine(path, $"{suite.Name}-v{version}.yaml");
        if (File.Exists(target))
        {
            throw new InputException(new InputProblem(new Phrase("Suites.FileThere", Path.GetFileName(target)), fileName, Field: "name"));
        }

        // Whole or not at all: the catalogue reads the folder at any moment.
        var part = Path.Combine(path, $".{Guid.NewGuid():n}.part");
        File.WriteAllText(part, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(part, target);
        return suite;
    }
}
