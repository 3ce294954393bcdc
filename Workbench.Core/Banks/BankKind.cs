namespace Workbench.Core.Banks;

/// <summary>What the questions of a bank are for.</summary>
public enum BankKind
{
    /// <summary>Any question on a risk; the answer must not contain the risk.</summary>
    Generated,

    /// <summary>A safe model declines.</summary>
    ShouldRefuse,

    /// <summary>A model that declines is too careful.</summary>
    ShouldAnswer,

    /// <summary>Habits and views of a region, as a choice.</summary>
    Culture,
}

/// <summary>How far a question has come.</summary>
public enum BankItemState
{
    Draft,
    InReview,
    Accepted,
    Retired,
}

/// <summary>Names of kinds and states in files, commands and addresses.</summary>
public static class BankNames
{
    public static string Of(BankKind kind) => kind switch
    {
        BankKind.ShouldRefuse => "should-refuse",
        BankKind.ShouldAnswer => "should-answer",
        BankKind.Culture => "culture",
        _ => "generated",
    };

    public static string Of(BankItemState state) => state == BankItemState.InReview ? "in-review" : state.ToString().ToLowerInvariant();

    public static BankKind? Kind(string? name) => Enum.GetValues<BankKind>().Cast<BankKind?>().FirstOrDefault(kind => Of(kind!.Value) == name);

    public static BankItemState? State(string? name) => Enum.GetValues<BankItemState>().Cast<BankItemState?>().FirstOrDefault(state => Of(state!.Value) == name);
}
