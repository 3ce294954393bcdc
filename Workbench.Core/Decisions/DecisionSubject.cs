using System.Security.Cryptography;
using System.Text;
using Workbench.Core.Inference;
using Workbench.Core.Runs;

namespace Workbench.Core.Decisions;

/// <summary>What exactly a decision is about, as it was when it was proposed. Null where the run did not tell.</summary>
/// <param name="Model">As the candidate names it.</param>
/// <param name="WeightsSha256">Of the model file.</param>
/// <param name="PromptSha256">Of the system prompt the candidate was asked with; null without one.</param>
/// <param name="Engine">What answered.</param>
/// <param name="Runtime">Version of the inference library with the native commit; null for an endpoint, which keeps its own to itself.</param>
public sealed record DecisionSubject(string Candidate, string CandidateHash, string Model, string? WeightsSha256, string? Quantisation, string? PromptSha256, string? Engine, string? Runtime)
{
    /// <summary>What runs noted before the package's own version was read: it says nothing.</summary>
    private const string Unversioned = "0.0.0.0";

    /// <summary>Null where nobody wrote it down.</summary>
    public string? KnownRuntime => Runtime == Unversioned ? null : Runtime;

    /// <returns>Null when the run has no candidate of that name.</returns>
    public static DecisionSubject? Of(RunHeader run, string? suiteSystem, string candidate)
    {
        if (run.Candidates.FirstOrDefault(one => one.Name == candidate) is not { } found)
        {
            return null;
        }

        var facts = run.Models?.GetValueOrDefault(candidate);
        var environment = run.Record.Environments.LastOrDefault();
        return new DecisionSubject(
            found.Name, found.Hash, found.Model, facts?.Sha256, facts?.Quantisation, Digest(found.SystemPrompt ?? suiteSystem), facts?.Engine, IsAddress(facts?.Engine) || environment is null ? null : RuntimeOf(environment));
    }

    /// <summary>For example 0.30.0+815a2a5.</summary>
    public static string? RuntimeOf(RunEnvironment environment) => environment.Libraries.GetValueOrDefault(EngineVersion.Library) is not { } binding || binding == Unversioned ? null
        : environment.Libraries.TryGetValue(EngineVersion.NativeLibrary, out var commit) ? $"{binding}+{commit}" : binding;

    private static bool IsAddress(string? engine) => Uri.TryCreate(engine, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    private static string? Digest(string? prompt) => prompt is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)));
}
