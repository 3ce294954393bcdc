using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Inference;

namespace Workbench.Core.Storage.Candidates;

/// <summary>Writes down candidates and where they are used, inside the transaction of that use.</summary>
internal static class CandidateRows
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds what is not there; the caller saves.</summary>
    public static async Task UseAsync(WorkbenchDbContext db, IEnumerable<Candidate> candidates, string kind, string subject, string by, DateTimeOffset at, CancellationToken cancellation)
    {
        foreach (var candidate in candidates.DistinctBy(candidate => candidate.Hash))
        {
            var hash = candidate.Hash;
            if (!await db.Set<CandidateRow>().AnyAsync(row => row.Hash == hash, cancellation).ConfigureAwait(false))
            {
                db.Add(new CandidateRow { Hash = hash, Json = JsonSerializer.Serialize(candidate, Options), At = at, By = by });
            }

            await UseAsync(db, hash, candidate.Name, kind, subject, at, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>For uses that know the hash alone.</summary>
    public static async Task UseAsync(WorkbenchDbContext db, string hash, string name, string kind, string subject, DateTimeOffset at, CancellationToken cancellation)
    {
        if (!await db.Set<CandidateUseRow>().AnyAsync(row => row.Hash == hash && row.Kind == kind && row.Subject == subject, cancellation).ConfigureAwait(false))
        {
            db.Add(new CandidateUseRow { Hash = hash, Kind = kind, Subject = subject, As = name, At = at });
        }
    }

    public static KnownCandidate Known(CandidateRow row) => new(row.Number, JsonSerializer.Deserialize<Candidate>(row.Json, Options)!, row.Name, row.At, row.By);
}
