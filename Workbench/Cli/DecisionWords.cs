using System.Globalization;
using Workbench.Core.Decisions;
using Workbench.Core.Language;
using Workbench.Core.Storage.Decisions;

namespace Workbench.Cli;

/// <summary>Values of decisions as people write them at the command line and in requests.</summary>
public static class DecisionWords
{
    /// <exception cref="InputException">It is none of the names.</exception>
    public static T? Choice<T>(string? text, string field)
        where T : struct, Enum
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return Enum.GetNames<T>().FirstOrDefault(name => string.Equals(name, text.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse<T>(name)
            : throw new InputException(new InputProblem(new Phrase("Decisions.NotOneOf", text, string.Join(", ", Enum.GetNames<T>())), Field: field));
    }

    /// <summary>The end of a day: the day itself still counts.</summary>
    /// <exception cref="InputException">It is no date.</exception>
    public static DateTimeOffset? EndOf(string? day, string field) => Start(day, field)?.AddDays(1);

    /// <exception cref="InputException">It is no date.</exception>
    public static DateTimeOffset? Start(string? day, string field) => string.IsNullOrWhiteSpace(day) ? null
        : DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        : throw new InputException(new InputProblem(new Phrase("Decisions.NotADate", day), Field: field));

    /// <summary>A step that needs a reason alone.</summary>
    public static Task<Decision> TakeAsync(this DecisionStore decisions, DecisionAct act, string id, string reason, Core.Governance.Actor actor, CancellationToken cancellation) => act switch
    {
        DecisionAct.Submit => decisions.SubmitAsync(id, reason, actor, cancellation),
        DecisionAct.Withdraw => decisions.WithdrawAsync(id, reason, actor, cancellation),
        DecisionAct.StartReview => decisions.StartReviewAsync(id, reason, actor, cancellation),
        DecisionAct.RequestChanges => decisions.RequestChangesAsync(id, reason, actor, cancellation),
        DecisionAct.Reject => decisions.RejectAsync(id, reason, actor, cancellation),
        DecisionAct.Dissent => decisions.DissentAsync(id, reason, actor, cancellation),
        DecisionAct.Suspend => decisions.SuspendAsync(id, reason, actor, cancellation),
        DecisionAct.Reinstate => decisions.ReinstateAsync(id, reason, actor, cancellation),
        DecisionAct.Revoke => decisions.RevokeAsync(id, reason, actor, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "It needs more than a reason."),
    };
}
