using Workbench.Core.Governance;

namespace Workbench.Core.Labels;

/// <summary>Keeps labels, each with its log entry in one transaction.</summary>
public interface ILabelStore
{
    /// <summary>Those of a run that were not taken back.</summary>
    Task<LabelSet> OfAsync(string runId, CancellationToken cancellation);

    /// <exception cref="Language.InputException">The person labelled this answer before.</exception>
    /// <exception cref="Language.NotAllowedException">None of the person's roles may label.</exception>
    Task<Label> AddAsync(string runId, LabelItem item, LabelValue value, string? note, Actor actor, CancellationToken cancellation);

    /// <summary>Many at once, one entry of the log: all of them or none.</summary>
    Task<int> AddManyAsync(string runId, IReadOnlyCollection<LabelDraft> drafts, string from, Actor actor, CancellationToken cancellation);

    /// <summary>Takes back the person's own last label of the run.</summary>
    /// <returns>It; null where there is none.</returns>
    Task<Label?> UndoAsync(string runId, Actor actor, CancellationToken cancellation);
}

/// <summary>A label to be kept.</summary>
public sealed record LabelDraft(LabelItem Item, LabelValue Value, string? Note);
