using System.Collections.Immutable;
using Workbench.Core.Language;

namespace Workbench.Core.Compliance;

/// <summary>A pack file that was found, read or not.</summary>
/// <param name="Pack">Null when the file has problems.</param>
/// <param name="Shipped">It came with the workbench and stays as it is.</param>
public sealed record PackFile(string Path, PolicyPack? Pack, ImmutableArray<InputProblem> Problems, bool Shipped);

/// <summary>The policy packs of some folders: the shipped ones in the first, those people add in the others.</summary>
public sealed class PackCatalog(params ImmutableArray<string> folders)
{
    /// <summary>Id of the shipped pack to copy and make one's own.</summary>
    public const string Template = "own.template@1";

    /// <summary>Every pack file, in order of jurisdiction and id; read anew each time, so that an edited file counts at once.</summary>
    public ImmutableArray<PackFile> List() =>
    [
        .. folders.Where(Directory.Exists)
            .SelectMany((folder, place) => Directory.EnumerateFiles(folder).Where(path => Path.GetExtension(path) is ".yaml" or ".yml").Order(StringComparer.Ordinal).Select(path => Read(path, place == 0)))
            .OrderBy(file => file.Pack is null ? 2 : file.Pack.Jurisdiction == PolicyPack.Anywhere ? 1 : 0)
            .ThenBy(file => file.Pack?.Jurisdiction, StringComparer.Ordinal)
            .ThenBy(file => file.Pack?.Id, StringComparer.Ordinal),
    ];

    /// <summary>The packs for a place and a field of use, the one to copy left out.</summary>
    public ImmutableArray<PolicyPack> For(IReadOnlyCollection<string> jurisdictions, string? fieldOfUse) =>
        [.. List().Select(file => file.Pack).OfType<PolicyPack>().Where(pack => pack.Id != Template && pack.IsFor(jurisdictions, fieldOfUse))];

    /// <param name="name">A path, an id, an id without its edition (<c>eu.ai-act</c>) where one edition is there, or a file's name without its ending.</param>
    /// <exception cref="InputException">No such pack, or its file has problems.</exception>
    public PolicyPack Find(string name)
    {
        if (File.Exists(name))
        {
            return PolicyPackFile.Read(name);
        }

        var files = List();
        var editions = files.Where(file => file.Pack?.Id.Split('@')[0] == name).ToList();
        var found = files.FirstOrDefault(file => file.Pack?.Id == name) ?? files.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file.Path) == name) ?? (editions.Count == 1 ? editions[0] : null);
        return found switch
        {
            { Pack: { } pack } => pack,
            { } broken => throw new InputException(broken.Problems),
            null => throw new InputException(new InputProblem(new Phrase("Compliance.NoSuchPack", name, string.Join(", ", files.Select(file => file.Pack?.Id).OfType<string>())), Field: "policy")),
        };
    }

    private static PackFile Read(string path, bool shipped)
    {
        try
        {
            return new PackFile(path, PolicyPackFile.Read(path), [], shipped);
        }
        catch (InputException exception)
        {
            return new PackFile(path, null, exception.Problems, shipped);
        }
    }
}
