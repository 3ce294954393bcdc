using Workbench.Cli;
using Workbench.Core.Decisions;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Decisions;
using static Workbench.Core.Decisions.DecisionState;

namespace Workbench.Tests.Decisions;

/// <summary>Every state, act and role: what the table allows works, everything else is refused with a sentence.</summary>
public sealed class DecisionMachineTests
{
    // Written down by hand, apart from the program's own table.
    private static readonly Dictionary<DecisionAct, (DecisionState[] From, Role[] Roles, bool Proposer, bool FourEyes)> Expected = new()
    {
        [DecisionAct.Revise] = ([Draft, ChangesRequested], [Role.Administrator, Role.ComplianceOfficer, Role.TeamLead], true, false),
        [DecisionAct.Submit] = ([Draft, ChangesRequested], [Role.Administrator, Role.ComplianceOfficer, Role.TeamLead], true, false),
        [DecisionAct.Withdraw] = ([Draft, Submitted, InReview, ChangesRequested], [Role.Administrator, Role.ComplianceOfficer, Role.TeamLead], true, false),
        [DecisionAct.Dissent] = ([Submitted, InReview, ChangesRequested], [Role.Administrator, Role.Researcher, Role.Reviewer, Role.TeamLead, Role.ComplianceOfficer, Role.Approver], false, false),
        [DecisionAct.StartReview] = ([Submitted], [Role.Approver], false, true),
        [DecisionAct.Approve] = ([Submitted, InReview], [Role.Approver], false, true),
        [DecisionAct.RequestChanges] = ([Submitted, InReview], [Role.Approver], false, true),
        [DecisionAct.Reject] = ([Submitted, InReview], [Role.Approver], false, true),
        [DecisionAct.Suspend] = ([Approved, ConditionallyApproved], [Role.Approver], false, false),
        [DecisionAct.Reinstate] = ([Suspended], [Role.Approver], false, true),
        [DecisionAct.Revoke] = ([Approved, ConditionallyApproved, Suspended], [Role.Approver], false, true),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryStateActAndRole_ThroughTheStore_IsAsTheTableSays()
    {
        await using var there = await DecisionFixture.MakeAsync();
        var id = (await there.Decisions.ProposeAsync(there.Asked, there.Officer, Cancellation)).Id;
        List<string> wrong = [];
        var tried = 0;
        foreach (var (act, (from, roles, proposer, fourEyes)) in Expected)
        {
            foreach (var state in Enum.GetValues<DecisionState>())
            {
                foreach (var role in Enum.GetValues<Role>())
                {
                    var may = from.Contains(state) && roles.Contains(role);
                    var own = new Actor(there.Officer.Id, "own", [role]);
                    var other = new Actor($"p-{tried++}", "other", [role]);
                    await TryAsync(proposer ? own : other, may);

                    // The same by the wrong person.
                    if (may && (proposer || fourEyes))
                    {
                        await TryAsync(proposer ? other : own, false);
                    }

                    async Task TryAsync(Actor actor, bool allowed)
                    {
                        await there.PutAsync(id, state);
                        var refusal = await RefusalAsync(there, act, id, actor);
                        if (allowed ? refusal is not null : refusal is null or "")
                        {
                            wrong.Add($"{state} {act} {role} {actor.Id}: {refusal ?? "done"}");
                        }
                    }
                }
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(Expected.Count * 12 * 7, tried);
        Assert.Equal(Expected.Keys.Order(), DecisionMove.All.Where(move => move.Needs is not null).Select(move => move.Act).Order());
    }

    [Fact]
    public void EverySentence_ExistsInBothLanguages()
    {
        var keys = Enum.GetNames<DecisionState>().Select(state => $"Decisions.NotFrom.{state}")
            .Concat(Enum.GetNames<SigningCapacity>().Where(name => name != nameof(SigningCapacity.Approver)).SelectMany(name => new[] { $"Decisions.NotNamedFor.{name}", $"Decisions.CapacityTaken.{name}" }))
            .Concat(new[] { ReviewReason.Weights, ReviewReason.Quantisation, ReviewReason.Prompt, ReviewReason.Runtime, ReviewReason.Pack }.Select(reason => $"Decisions.Changed.{reason}"))
            .Concat(Enum.GetNames<Permission>().Select(name => $"Governance.Needs.{name}"));

        Assert.All(keys, key => Assert.NotEqual(key, new Phrase(key, "a", "b", "c").ToString()));
    }

    /// <returns>The sentence; null when it was done.</returns>
    private static async Task<string?> RefusalAsync(DecisionFixture there, DecisionAct act, string id, Actor actor)
    {
        try
        {
            await (act switch
            {
                DecisionAct.Revise => there.Decisions.ReviseAsync(id, there.Asked, actor, Cancellation),
                DecisionAct.Approve => there.Decisions.ApproveAsync(id, new ApprovalWord("Fit.", []), actor, Cancellation),
                _ => there.Decisions.TakeAsync(act, id, "Because.", actor, Cancellation),
            });
            return null;
        }
        catch (NotAllowedException refused)
        {
            return refused.Reason.ToString();
        }
        catch (InputException refused)
        {
            return refused.Problems[0].Message.ToString();
        }
    }
}
