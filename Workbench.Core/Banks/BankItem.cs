using System.Collections.Immutable;

namespace Workbench.Core.Banks;

/// <summary>A question as a person or a file gives it.</summary>
/// <param name="Leaf">Of the taxonomy, for example <c>a.2.d</c> or <c>aspect.history</c>.</param>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Target">The right answer, where there is one; null otherwise.</param>
/// <param name="Choices">Of a multiple-choice question; empty otherwise.</param>
/// <param name="Cluster">Joins the languages and wordings of one question.</param>
/// <param name="Expected">Shares of the choices expected in a region, set apart by <c>|</c>.</param>
public sealed record BankDraft(BankKind Kind, string Leaf, string Language, string Text)
{
    public string? Target { get; init; }

    public ImmutableArray<string> Choices { get; init; } = [];

    public string? Cluster { get; init; }

    public string? Expected { get; init; }

    /// <summary>Where it was taken from; null for one that was written here.</summary>
    public string? Source { get; init; }

    public string? License { get; init; }

    public string? Note { get; init; }

    /// <summary>When it has to be looked at again; null when never.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>In its file, 1-based; 0 for one that a person wrote.</summary>
    public int Line { get; init; }
}

/// <summary>A question of a bank.</summary>
/// <param name="Id">For example <c>Q-00001</c>.</param>
/// <param name="Writers">Ids of all who wrote or changed it since it was last accepted; none of them may accept it.</param>
/// <param name="ReviewedBy">Id of who accepted it or sent it back last.</param>
public sealed record BankItem(string Id, BankDraft Question, BankItemState State, ImmutableArray<string> Writers, string? ReviewedBy, DateTimeOffset ChangedAt, DateTimeOffset? ReviewedAt, int Revision)
{
    /// <summary>Author of questions that came with the workbench.</summary>
    public const string Shipped = "workbench";

    public bool IsOverdue(DateOnly today) => State == BankItemState.Accepted && Question.Due < today;
}

/// <summary>Which questions are meant; null takes all.</summary>
public sealed record BankFilter(BankKind? Kind = null, string? Leaf = null, BankItemState? State = null, string? Language = null, string? Text = null);
