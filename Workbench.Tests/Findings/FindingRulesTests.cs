using Workbench.Core.Findings;
using Workbench.Core.Governance;

namespace Workbench.Tests.Findings;

public sealed class FindingRulesTests
{
    /// <summary>Every way there is; any other pair must be refused.</summary>
    private static readonly Dictionary<FindingStatus, string> Ways = new()
    {
        [FindingStatus.Open] = "Assign Respond Accept",
        [FindingStatus.InProgress] = "Assign Respond Resolve Accept",
        [FindingStatus.Resolved] = "Reopen Close",
        [FindingStatus.Accepted] = "Reopen",
        [FindingStatus.Closed] = "",
    };

    [Fact]
    public void Ways_AreTheseAndNoOthers() =>
        Assert.Equal(Ways, Enum.GetValues<FindingStatus>().ToDictionary(status => status, status => string.Join(' ', FindingRules.From(status))));

    [Theory]
    [InlineData(FindingAct.Close, "jonas", "Findings.OwnerMayNotClose")]
    [InlineData(FindingAct.Close, "ada", "Findings.ResolverMayNotClose")]
    [InlineData(FindingAct.Close, "wen", null)]
    [InlineData(FindingAct.Accept, "jonas", "Findings.OwnerMayNotAccept")]
    [InlineData(FindingAct.Accept, "wen", "Findings.OpenerMayNotAccept")]
    [InlineData(FindingAct.Accept, "tomas", null)]
    [InlineData(FindingAct.Respond, "jonas", null)]
    [InlineData(FindingAct.Reopen, "ada", null)]
    public void WhyNot_FourEyes_NameWhoMayNot(FindingAct act, string who, string? key)
    {
        var at = Compliance.Given.Noon;
        var finding = new Finding(
            "F-0001", Ground.Draft(), FindingStatus.Resolved, "jonas", new DateOnly(2026, 12, 1),
            [new FindingStep(FindingAct.Open, "wen", "", at, 0), new FindingStep(FindingAct.Respond, "jonas", "", at, 1), new FindingStep(FindingAct.Resolve, "ada", "", at, 2)]);
        var everything = new Actor(who, who, [.. Enum.GetValues<Role>()]);

        Assert.Equal(key, FindingRules.WhyNot(finding, act, everything, 4)?.Key);
        Assert.Equal(act is FindingAct.Close or FindingAct.Accept ? "Findings.FourEyesNeedTwo" : null, FindingRules.WhyNot(finding, act, everything, 1)?.Key);
    }

    [Fact]
    public void WhyNot_AnswerForSomebodyElse_NeedsWhoMayAssess()
    {
        var finding = new Finding("F-0001", Ground.Draft(), FindingStatus.Open, "jonas", new DateOnly(2026, 12, 1), [new FindingStep(FindingAct.Open, "wen", "", Compliance.Given.Noon, 0)]);

        Assert.Equal("Findings.OnlyOwner", FindingRules.WhyNot(finding, FindingAct.Respond, new Actor("mia", "Mia", [Role.TeamLead]), 4)?.Key);
        Assert.Null(FindingRules.WhyNot(finding, FindingAct.Respond, Ground.Lead, 4));
        Assert.Null(FindingRules.WhyNot(finding, FindingAct.Respond, Ground.Researcher, 4));
        Assert.Equal("Governance.Needs.AnswerFindings", FindingRules.WhyNot(finding, FindingAct.Respond, new Actor("jonas", "Jonas", [Role.Auditor]), 4)?.Key);
    }

    [Theory]
    [InlineData(FindingStatus.Open, "2026-12-02", true)]
    [InlineData(FindingStatus.Open, "2026-12-01", false)]
    [InlineData(FindingStatus.InProgress, "2026-12-02", true)]
    [InlineData(FindingStatus.Resolved, "2026-12-02", false)]
    [InlineData(FindingStatus.Closed, "2026-12-02", false)]
    public void IsOverdue_OnlyWhatStillHasToBeDealtWith(FindingStatus status, string today, bool overdue) =>
        Assert.Equal(overdue, new Finding("F-0001", Ground.Draft(), status, "jonas", new DateOnly(2026, 12, 1), []).IsOverdue(DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)));
}
