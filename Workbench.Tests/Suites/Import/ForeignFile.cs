using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Suites.Import;

namespace Workbench.Tests.Suites.Import;

/// <summary>Files of a test's own in a folder that goes away.</summary>
internal sealed class ForeignFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("import");

    public ForeignFile(string name, string text) => Path = Put(name, text);

    public string Path { get; }

    public string Put(string name, string text)
    {
        var path = System.IO.Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public SuiteImport Read(string? format = null) => SuiteImporter.Read(new ImportRequest(Path, format));

    public ImmutableArray<InputProblem> Problems(string? format = null) => Assert.Throws<InputException>(() => Read(format)).Problems;

    public void Dispose() => _folder.Delete(recursive: true);
}
