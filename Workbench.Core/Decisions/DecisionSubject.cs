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
/// <param name="Runtime">Version of the inference library.</param>
public sealed record DecisionSubject(string Candidate, string CandidateHash, string Model, string? WeightsSha256, string? Quantisation, string? PromptSha256, string? Engine, string? Runtime)
{
    public const string RuntimeLibrary = "LLamaSharp";

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
            found.Name, found.Hash, found.Model, facts?.Sha256, facts?.Quantisation, Digest(found.SystemPrompt ?? suiteSystem), facts?.Engine, environment?.Libraries.GetValueOrDefault(RuntimeLibrary));
    }

    private static string? Digest(string? prompt) => prompt is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)));
}
