using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Workbench.Core.Inference;

namespace Workbench.Core.Runs;

/// <summary>
/// What models on this machine said of themselves when they were last loaded, so that answers kept of them are found without loading them. Another file, size or time of a file, setting of loading, program or machine is
/// another model. Kept with the answers, and gone with them.
/// </summary>
internal sealed class RememberedModels(IResponseCache cache, IModelPool pool, RunEnvironment? environment)
{
    private readonly string _ground = environment is null ? "" : JsonSerializer.Serialize(environment with { At = default });

    /// <returns>Null for what is not loaded here, and for what was not loaded yet as it is now.</returns>
    public async Task<ModelFacts?> FindAsync(Candidate candidate, bool exact, CancellationToken cancellation) =>
        Key(candidate, exact) is { } key && await cache.FindAsync(key, cancellation).ConfigureAwait(false) is { } kept ? JsonSerializer.Deserialize<ModelFacts>(kept) : null;

    public Task KeepAsync(Candidate candidate, bool exact, ModelFacts facts, CancellationToken cancellation) =>
        facts.Sha256 is not null && Key(candidate, exact) is { } key ? cache.KeepAsync(key, JsonSerializer.Serialize(facts), cancellation) : Task.CompletedTask;

    private string? Key(Candidate candidate, bool exact) => pool.IdentityOf(candidate, exact) is { } identity
        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { kind = "facts", identity, _ground }))))
        : null;
}
