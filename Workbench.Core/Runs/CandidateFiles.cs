using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Workbench.Core.Inference;
using Workbench.Core.Models;

namespace Workbench.Core.Runs;

/// <summary>What a candidate was made of, by content; hashes are 64 lower-case hexadecimal digits.</summary>
/// <param name="Template">SHA-256 of the chat template as UTF-8: the candidate's, else the model file's; null without one.</param>
public sealed record CandidateHashes(string? Template, ImmutableArray<AdapterHash> Adapters);

/// <param name="Adapter">As the candidate names it.</param>
public sealed record AdapterHash(string Adapter, double Scale, string Sha256)
{
    internal string Key => $"{Sha256}*{Scale.ToString("R", CultureInfo.InvariantCulture)}";
}

/// <summary>Hashes what candidates are made of; a file is read once, and again when it changed.</summary>
public sealed class CandidateFiles(IModelCatalog catalog, ModelHashes hashes)
{
    public async Task<CandidateHashes> OfAsync(Candidate candidate, CancellationToken cancellation)
    {
        var adapters = ImmutableArray.CreateBuilder<AdapterHash>();
        foreach (var use in candidate.Adapters)
        {
            var file = ModelFile.Read(catalog.FindPath(use.Adapter) ?? use.Adapter);
            adapters.Add(new AdapterHash(use.Adapter, use.Scale, await hashes.OfAsync(file, cancellation).ConfigureAwait(false)));
        }

        var path = catalog.FindPath(candidate.Model) ?? (File.Exists(candidate.Model) ? candidate.Model : null);
        var template = candidate.Template ?? (path is null ? null : ModelFile.Read(path).Facts?.ChatTemplate);
        return new CandidateHashes(template is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(template))), adapters.ToImmutable());
    }
}
