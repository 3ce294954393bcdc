using Microsoft.EntityFrameworkCore;
using Workbench.Core.Suites;

namespace Workbench.Core.Storage.Suites;

/// <summary>Puts a suite's content into the database, unless it is there; inside the caller's transaction.</summary>
internal static class SuiteRows
{
    public static async Task AddAsync(WorkbenchDbContext db, PromptSuite suite, DateTimeOffset now, CancellationToken cancellation)
    {
        var here = db.Set<SuiteRow>().Where(row => row.Sha256 == suite.Sha256);
        if (await here.AnyAsync(cancellation).ConfigureAwait(false))
        {
            // The same content may have been kept from a file that said in one language what it is about.
            if (!suite.Descriptions.IsEmpty && await here.AnyAsync(row => !row.Content.Contains(SuiteCanonical.Translations), cancellation).ConfigureAwait(false))
            {
                var content = SuiteCanonical.WriteTranslated(suite);
                await here.ExecuteUpdateAsync(set => set.SetProperty(row => row.Content, content), cancellation).ConfigureAwait(false);
            }

            return;
        }

        db.Add(new SuiteRow { Sha256 = suite.Sha256, Name = suite.Name, Version = suite.Version, Content = SuiteCanonical.WriteTranslated(suite), AddedAt = now, KeepsGroups = true });
        await db.SaveChangesAsync(cancellation).ConfigureAwait(false);
        await BulkRows.InsertAsync(db, [.. suite.Samples.Select((sample, ordinal) => new SampleRow
        {
            SuiteSha256 = suite.Sha256,
            Ordinal = ordinal,
            SampleId = sample.Id,
            Language = sample.Language,
            Region = sample.Region,
            Tags = Listed(sample.Tags),
            Prompt = sample.Prompt,
        })], cancellation).ConfigureAwait(false);
        await SampleGroupRow.AddAsync(db, suite, cancellation).ConfigureAwait(false);
        await BulkRows.InsertAsync(db, [.. suite.Samples.SelectMany((sample, ordinal) => sample.Tags.Distinct(StringComparer.Ordinal).Select(tag => new SampleTagRow { SuiteSha256 = suite.Sha256, Tag = tag, Ordinal = ordinal }))], cancellation).ConfigureAwait(false);
    }

    public static string Listed(IReadOnlyCollection<string> tags) => tags.Count == 0 ? "" : $"\n{string.Join('\n', tags)}\n";

    public static IEnumerable<string> Unlisted(string tags) => tags.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
