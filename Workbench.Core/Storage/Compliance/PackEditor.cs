using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Workbench.Core.Compliance;
using Workbench.Core.Governance;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Compliance;

/// <summary>Takes edited policy packs into the workspace. A version that an assessment used is frozen, and so is what came with the workbench.</summary>
/// <param name="folder">Where the workspace's packs lie.</param>
public sealed partial class PackEditor(string folder, PackCatalog catalog, IAssessmentStore assessments)
{
    /// <summary>Why it can't be saved; null where it can.</summary>
    /// <param name="edited">The file the editing began with; null for a new one.</param>
    public async Task<InputProblem?> RefusalAsync(PolicyPack pack, PackFile? edited, CancellationToken cancellation)
    {
        if (!Id().IsMatch(pack.Id))
        {
            return new InputProblem(new Phrase("Compliance.PackIdWrong", pack.Id), Field: "pack", Hint: new Phrase("Compliance.PackIdRule"));
        }

        var there = catalog.List().FirstOrDefault(file => file.Pack?.Id == pack.Id);
        if (there is { Shipped: true })
        {
            return new InputProblem(new Phrase("Compliance.PackShipped", pack.Id), Field: "pack", Hint: new Phrase("Compliance.PackOwnId"));
        }

        if (there is not null && there.Path != edited?.Path)
        {
            return new InputProblem(new Phrase("Compliance.PackThere", pack.Id), Field: "pack", Hint: new Phrase("Compliance.PackOwnId"));
        }

        var uses = await assessments.PacksAsync(pack.Id, cancellation).ConfigureAwait(false);
        return uses.Any(use => use.Pack.Version == pack.Version && use.Pack.Sha256 != pack.Sha256) ? VersionUsed(pack) : null;
    }

    /// <summary>Checks the text and saves it, whole or not at all.</summary>
    /// <param name="fileName">Named in problems.</param>
    /// <exception cref="InputException">Everything wrong with the text, or the version is frozen.</exception>
    /// <exception cref="NotAllowedException">The actor may not assess.</exception>
    public async Task<PolicyPack> SaveAsync(string text, string fileName, PackFile? edited, Actor actor, CancellationToken cancellation)
    {
        Permissions.Require(actor, Permission.Assess);
        var pack = PolicyPackFile.Parse(text, fileName);
        if (await RefusalAsync(pack, edited, cancellation).ConfigureAwait(false) is { } reason)
        {
            throw new InputException(reason with { File = fileName });
        }

        Directory.CreateDirectory(folder);
        var target = edited is { Shipped: false } && (edited.Pack is null || edited.Pack.Id == pack.Id) ? edited.Path : Path.Combine(folder, $"{pack.Id}.yaml");
        var part = Path.Combine(folder, $".{Guid.NewGuid():n}.part");
        await File.WriteAllTextAsync(part, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellation).ConfigureAwait(false);
        File.Move(part, target, overwrite: true);
        return pack;
    }

    /// <summary>A pack as a file has it, or as it was used in that version.</summary>
    /// <param name="key">An id, or <c>id:version</c>.</param>
    public async Task<PolicyPack?> FindAsync(string key, CancellationToken cancellation)
    {
        var colon = key.LastIndexOf(':');
        var (id, version) = colon > 0 && int.TryParse(key.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (key[..colon], number) : (key, (int?)null);
        var file = catalog.List().FirstOrDefault(file => file.Pack?.Id == id)?.Pack;
        return file is not null && (version is null || file.Version == version) ? file
            : (await assessments.PacksAsync(id, cancellation).ConfigureAwait(false)).Select(use => use.Pack).FirstOrDefault(pack => version is null || pack.Version == version);
    }

    /// <summary>Keys of all that <see cref="FindAsync"/> finds: first the versions of one pack.</summary>
    public async Task<ImmutableArray<string>> KeysAsync(string id, CancellationToken cancellation) =>
    [
        .. catalog.List().Select(file => file.Pack).OfType<PolicyPack>().Concat((await assessments.PacksAsync(null, cancellation).ConfigureAwait(false)).Select(use => use.Pack))
            .OrderBy(pack => pack.Id != id).ThenBy(pack => pack.Id, StringComparer.Ordinal).ThenByDescending(pack => pack.Version).Select(Key).Distinct(),
    ];

    public static string Key(PolicyPack pack) => string.Create(CultureInfo.InvariantCulture, $"{pack.Id}:{pack.Version}");

    internal static InputProblem VersionUsed(PolicyPack pack) =>
        new(new Phrase("Compliance.PackVersionUsed", pack.Id, pack.Version.ToString(CultureInfo.InvariantCulture)), Field: "version", Hint: new Phrase("Compliance.PackRaiseVersion"));

    [GeneratedRegex("^[a-z0-9][a-z0-9.@_-]{0,99}$", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
