using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Compliance;

/// <summary>A pack file that was found, read or not.</summary>
/// <param name="Pack">Null when the file has problems.</param>
public sealed record PackFile(string Path, PolicyPack? Pack, ImmutableArray<InputProblem> Problems);

/// <summary>The policy packs of some folders: the shipped ones and those people add.</summary>
public sealed class PackCatalog(params ImmutableArray<string> folders)
{
    /// <summary>Every pack file, in order of name; read anew each time, so that an edited file counts at once.</summary>
    public ImmutableArray<PackFile> List() =>
    [
        .. folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder))
            .Where(path => Path.GetExtension(path) is ".yaml" or ".yml")
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ];

    /// <param name="name">A path, an id, or a file's name without its ending.</param>
    /// <exception cref="InputException">No such pack, or its file has problems.</exception>
    public PolicyPack Find(string name)
    {
        if (File.Exists(name))
        {
            return PolicyPackFile.Read(name);
        }

        var files = List();
        var found = files.FirstOrDefault(file => file.Pack?.Id == name) ?? files.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file.Path) == name);
        return found switch
        {
            { Pack: { } pack } => pack,
            { } broken => throw new InputException(broken.Problems),
            null => throw new InputException(new InputProblem(new Phrase("Compliance.NoSuchPack", name, string.Join(", ", files.Select(file => file.Pack?.Id).OfType<string>())), Field: "policy")),
        };
    }

    private static PackFile Read(string path)
    {
        try
        {
            return new PackFile(path, PolicyPackFile.Read(path), []);
        }
        catch (InputException exception)
        {
            return new PackFile(path, null, exception.Problems);
        }
    }
}
