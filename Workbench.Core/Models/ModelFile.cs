using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Models.Gguf;
using Workbench.Core.Models.Stores;

namespace Workbench.Core.Models;

/// <summary>One model of the catalogue, whole or split, readable or not.</summary>
/// <param name="Name">Short name, unique in the catalogue: file name without ending, with its folder before it where two files share one.</param>
/// <param name="Path">The file, or the first part of a split model.</param>
/// <param name="Parts">Every file there is of it; one for a whole model.</param>
/// <param name="Bytes">Of all parts.</param>
/// <param name="Changed">Last change of the first part.</param>
/// <param name="Facts">Null when the header cannot be read.</param>
/// <param name="Problems">Why it cannot be used, or what is wrong with its card; empty for a good one.</param>
public sealed record ModelFile(
    string Name,
    string Path,
    ImmutableArray<string> Parts,
    long Bytes,
    DateTimeOffset Changed,
    GgufFile? Facts,
    ModelCard? Card,
    ImmutableArray<InputProblem> Problems)
{
    /// <summary>A language model that is whole and readable: offered wherever a model is chosen.</summary>
    public bool IsUsable => Facts is { Kind: GgufKind.Model } && Problems.IsEmpty;

    /// <summary>Numbers in all parts; null when unknown.</summary>
    public long? Parameters { get; init; } = Facts?.Parameters;

    /// <summary>Where it was found; null for a file named by its path.</summary>
    public ModelOrigin? Origin { get; init; }

    /// <summary>Of all parts; empty when the header cannot be read.</summary>
    public ImmutableArray<GgufTensor> Tensors { get; init; } = Facts?.Tensors ?? [];

    /// <summary>Reads a file, all parts of a split model, and the card beside it.</summary>
    public static ModelFile Read(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var problems = ImmutableArray.CreateBuilder<InputProblem>();
        var facts = Attempt(() => GgufFile.Read(full), problems);
        ImmutableArray<string> parts = [.. SplitFiles.All(full, SplitFiles.Parse(full)?.Count ?? 1)];
        var tensors = facts?.Tensors ?? [];
        long? parameters = facts?.Parameters;
        foreach (var part in parts.Where(part => part != full))
        {
            var more = File.Exists(part) ? Attempt(() => GgufFile.Read(part), problems) : null;
            (parameters, tensors) = (parameters + more?.Parameters, tensors.AddRange(more?.Tensors ?? []));
        }

        if (facts is not null && facts.IsBigEndian == BitConverter.IsLittleEndian)
        {
            problems.Add(new InputProblem(new Phrase("Models.OtherByteOrder"), full, Hint: new Phrase("Models.ConvertByteOrder")));
        }

        problems.AddRange(parts.Where(part => !File.Exists(part)).Select(part => new InputProblem(new Phrase("Models.PartMissing", System.IO.Path.GetFileName(part)), full, Hint: new Phrase("Models.PutPart"))));
        var card = Attempt(() => ModelCardFile.Beside(full), problems);
        ImmutableArray<FileInfo> files = [.. parts.Where(File.Exists).Select(part => new FileInfo(part))];
        var name = SplitFiles.Parse(full)?.Name ?? System.IO.Path.GetFileNameWithoutExtension(full);
        return new ModelFile(name, full, [.. files.Select(file => file.FullName)], files.Sum(file => file.Length), files.Length == 0 ? default : files[0].LastWriteTimeUtc, facts, card, problems.ToImmutable())
        {
            Parameters = parameters,
            Tensors = tensors,
        };
    }

    /// <summary>An entry of a folder that leads to no file.</summary>
    internal static ModelFile Unreadable(string path)
    {
        var problem = new FileInfo(path).LinkTarget is { } target ? new Phrase("Models.LinkBroken", target) : new Phrase("Models.NameNotReadable");
        return new ModelFile(SplitFiles.Parse(path)?.Name ?? System.IO.Path.GetFileNameWithoutExtension(path), path, [], 0, default, null, null, [new InputProblem(problem, path, Hint: new Phrase("Models.GetAgain"))]);
    }

    /// <summary>Changes whenever a part or the card does.</summary>
    internal static string Stamp(string path)
    {
        var files = SplitFiles.All(path, SplitFiles.Parse(path)?.Count ?? 1).Append(ModelCard.PathBeside(path)).Select(part => new FileInfo(part));
        return string.Join('|', files.Select(file => file.Exists ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file.Length}:{file.LastWriteTimeUtc.Ticks}") : "-"));
    }

    private static T? Attempt<T>(Func<T?> read, ImmutableArray<InputProblem>.Builder problems)
        where T : class
    {
        try
        {
            return read();
        }
        catch (InputException exception)
        {
            problems.AddRange(exception.Problems);
            return null;
        }
    }
}
