using Workbench.Core.Banks;
using Workbench.Core.Governance;

namespace Workbench.Core.Storage.Banks;

/// <summary>The questions that came with the workbench. They come in under review, by an author of their own, so that anybody who may review can accept them.</summary>
/// <param name="folder">Of <c>generated.jsonl</c> and the other banks.</param>
public sealed class StarterBanks(string folder, RiskTaxonomy taxonomy, BankStore store)
{
    /// <summary>In place of a file's name.</summary>
    public const string Name = "starter";

    private static readonly BankDefaults Defaults = new(License: "CC0-1.0", Source: "workbench");

    /// <param name="kind">Null takes all banks.</param>
    public async Task<BankImport> AddAsync(BankKind? kind, Actor actor, CancellationToken cancellation)
    {
        var (added, known) = (0, 0);
        foreach (var each in Enum.GetValues<BankKind>().Where(each => kind is null || each == kind))
        {
            var drafts = BankFile.Read(File(each), Defaults, taxonomy);
            var done = await store.AddAsync(drafts, Path.GetFileName(File(each)), submit: true, BankItem.Shipped, actor, cancellation).ConfigureAwait(false);
            (added, known) = (added + done.Added, known + done.Known);
        }

        return new BankImport(added, known);
    }

    private string File(BankKind kind) => Path.Combine(folder, $"{BankNames.Of(kind)}.jsonl");
}
