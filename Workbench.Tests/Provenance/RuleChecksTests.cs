using System.Globalization;
using Workbench.Core.Provenance;

namespace Workbench.Tests.Provenance;

public sealed class RuleChecksTests
{
    // Rule, what is stated, outcome, key of the reason.
    [Theory]
    [InlineData("licence-known", null, RuleOutcome.NotEnoughEvidence, "LicenceMissing")]
    [InlineData("licence-known", """{"license":"our own words"}""", RuleOutcome.NotEnoughEvidence, "LicenceUncharted")]
    [InlineData("licence-known", """{"license":"apache-2.0"}""", RuleOutcome.Conforms, "LicenceKnown")]
    [InlineData("licence-known", """{"license":"openai-terms"}""", RuleOutcome.DoesNotConform, "LicenceOfService")]
    [InlineData("licence-use", """{"license":"MIT"}""", RuleOutcome.NotEnoughEvidence, "UsesUnstated")]
    [InlineData("licence-use", """{"license":"CC-BY-NC-4.0","uses":["commercial"]}""", RuleOutcome.DoesNotConform, "UseForbidden")]
    [InlineData("licence-use", """{"license":"CC-BY-NC-4.0","uses":["research"]}""", RuleOutcome.Conforms, "UsesAllowed")]
    [InlineData("licence-use", """{"license":"MIT","uses":["commercial"],"lineage":[{"kind":"fine-tune","parent":"big","license":"CC-BY-NC-4.0"}]}""", RuleOutcome.DoesNotConform, "UseForbidden")]
    [InlineData("licence-use", """{"license":"MIT","uses":["commercial"],"lineage":[{"kind":"fine-tune","parent":"big"}]}""", RuleOutcome.NotEnoughEvidence, "ChainLicenceUnknown")]
    [InlineData("licence-use", """{"license":"MIT","uses":["commercial"],"lineage":[{"kind":"distilled","parent":"big","license":"CC-BY-NC-4.0"}]}""", RuleOutcome.Conforms, "UsesAllowed")]
    [InlineData("licence-use", """{"license":"glm-4","uses":["commercial"]}""", RuleOutcome.NotEnoughEvidence, "UseNeedsLeave")]
    [InlineData("licence-use", """{"license":"glm-4","uses":["commercial"],"met":["register"]}""", RuleOutcome.Conforms, "UsesAllowed")]
    [InlineData("licence-obligations", """{"license":"MIT"}""", RuleOutcome.NotEnoughEvidence, "ObligationsOpen")]
    [InlineData("licence-obligations", """{"license":"MIT","met":["notice","licence-copy"]}""", RuleOutcome.Conforms, "ObligationsMet")]
    [InlineData("licence-obligations", """{"license":"MIT","lineage":[{"kind":"merge","parent":"big","license":"CC-BY-SA-4.0"}]}""", RuleOutcome.DoesNotConform, "ShareAlikeBroken")]
    [InlineData("licence-obligations", """{"license":"CC0-1.0","lineage":[{"kind":"merge","parent":"big","license":"MIT"}],"met":["notice"]}""", RuleOutcome.NotEnoughEvidence, "ObligationsOpen")]
    [InlineData("teacher-terms", null, RuleOutcome.NotEnoughEvidence, "TeacherUnstated")]
    [InlineData("teacher-terms", """{"distilled":"no"}""", RuleOutcome.Conforms, "NoTeacher")]
    [InlineData("teacher-terms", """{"distilled":"yes"}""", RuleOutcome.NotEnoughEvidence, "TeacherUnnamed")]
    [InlineData("teacher-terms", """{"distilled":"yes","lineage":[{"kind":"distilled","parent":"gpt-x","license":"openai-terms"}]}""", RuleOutcome.DoesNotConform, "TeacherForbids")]
    [InlineData("teacher-terms", """{"lineage":[{"kind":"distilled","parent":"gpt-x"}]}""", RuleOutcome.NotEnoughEvidence, "TeacherTermsUnknown")]
    [InlineData("teacher-terms", """{"lineage":[{"kind":"distilled","parent":"l","license":"llama3.1"}]}""", RuleOutcome.NotEnoughEvidence, "TeacherOnTerms")]
    [InlineData("teacher-terms", """{"lineage":[{"kind":"distilled","parent":"l","license":"MIT"}]}""", RuleOutcome.Conforms, "TeacherAllows")]
    [InlineData("local-language", null, RuleOutcome.NotEnoughEvidence, "OriginUnknown")]
    [InlineData("local-language", """{"country":"CN"}""", RuleOutcome.Conforms, "OriginInside")]
    [InlineData("local-language", """{"country":"FR"}""", RuleOutcome.DoesNotConform, "NoLocalSuite")]
    [InlineData("filing-number", null, RuleOutcome.NotEnoughEvidence, "FilingUnknown")]
    [InlineData("filing-number", """{"filingStatus":"no"}""", RuleOutcome.DoesNotConform, "NotFiled")]
    [InlineData("filing-number", """{"filingStatus":"filed"}""", RuleOutcome.NotEnoughEvidence, "FilingUnknown")]
    [InlineData("filing-number", """{"filingStatus":"filed","filing":"X-2025-1"}""", RuleOutcome.Conforms, "FiledAs")]
    [InlineData("lineage-whole", null, RuleOutcome.NotEnoughEvidence, "LineageMissing")]
    [InlineData("lineage-whole", """{"fromScratch":"yes"}""", RuleOutcome.Conforms, "LineageWhole")]
    [InlineData("lineage-whole", """{"lineage":[{"kind":"quantisation","parent":"big"}]}""", RuleOutcome.NotEnoughEvidence, "LineageBroken")]
    [InlineData("lineage-whole", """{"lineage":[{"kind":"quantisation","parent":"big","root":true}]}""", RuleOutcome.Conforms, "LineageWhole")]
    [InlineData("lineage-whole", """{"lineage":[{"kind":"fine-tune","parent":"self"}]}""", RuleOutcome.DoesNotConform, "LineageCircle")]
    [InlineData("supply-fallback", null, RuleOutcome.NotEnoughEvidence, "SupplyUnknown")]
    [InlineData("supply-fallback", """{"mirrored":"no"}""", RuleOutcome.DoesNotConform, "SupplyNone")]
    [InlineData("supply-fallback", """{"mirrored":"no","fallback":"demo-knows"}""", RuleOutcome.Conforms, "SupplyFallback")]
    [InlineData("supply-fallback", """{"mirrored":"yes"}""", RuleOutcome.Conforms, "SupplyMirrored")]
    [InlineData("supply-fallback", """{"mirrored":"yes","supportUntil":"2025"}""", RuleOutcome.DoesNotConform, "SupportEnded")]
    [InlineData("supply-fallback", """{"mirrored":"yes","supportUntil":"2026"}""", RuleOutcome.Conforms, "SupplyMirrored")]
    [InlineData("supply-fallback", """{"mirrored":"yes","supportUntil":"2026-11-25"}""", RuleOutcome.DoesNotConform, "SupportEnded")]
    [InlineData("training-data", """{"trainingData":"web"}""", RuleOutcome.NotEnoughEvidence, "CutoffUnstated")]
    [InlineData("training-data", """{"trainingData":"web","cutoff":"2024-06"}""", RuleOutcome.Conforms, "DataStated")]
    [InlineData("answerable-developer", """{"developer":"Lab"}""", RuleOutcome.NotEnoughEvidence, "ContactUnknown")]
    [InlineData("answerable-developer", """{"developer":"Lab","contact":"lab@example.org"}""", RuleOutcome.Conforms, "DeveloperKnown")]
    [InlineData("weights-unchanged", null, RuleOutcome.NotEnoughEvidence, "NoCard")]
    [InlineData("weights-unchanged", "{}", RuleOutcome.Conforms, "WeightsSame")]
    public void Rule_ByWhatIsStated_ComesTo(string rule, string? stated, RuleOutcome outcome, string reason)
    {
        var result = Given.Check(rule, Given.Dossier(Given.Card("self", stated)));

        Assert.Equal((outcome, $"Provenance.{reason}"), (result.Outcome, result.Reason.Key));
        Assert.All(new[] { "en", "zh-Hans" }, culture => Assert.DoesNotContain("{", result.Reason.In(CultureInfo.GetCultureInfo(culture)), StringComparison.Ordinal));
    }

    [Fact]
    public void LicenceUse_PlaceTheLicenceExcludes_DoesNotConformThereOnly()
    {
        var dossier = Given.Dossier(Given.Card("self", """{"license":"llama4","uses":["research"]}"""));

        Assert.Equal("Provenance.PlaceExcluded", Given.Check("licence-use", dossier, "EU").Reason.Key);
        Assert.Equal(RuleOutcome.Conforms, Given.Check("licence-use", dossier, "CN").Outcome);
    }

    [Fact]
    public void LocalLanguage_SuiteRunInItsScript_Conforms()
    {
        var card = Given.Card("self", """{"country":"FR"}""");

        Assert.Equal(RuleOutcome.Conforms, Given.Check("local-language", Given.Dossier(card, null, null, new LanguageRun("zh-Hans", "R-0007"))).Outcome);
        Assert.Equal(RuleOutcome.DoesNotConform, Given.Check("local-language", Given.Dossier(card, null, null, new LanguageRun("zha", "R-0007"))).Outcome);
        Assert.Equal(RuleOutcome.NotApplicable, Given.Check("local-language", Given.Dossier(card), place: null).Outcome);
        Assert.Equal(RuleOutcome.NotApplicable, Given.Check("filing-number", Given.Dossier(card), "US").Outcome);
    }

    [Fact]
    public void Licence_UsesAndObligations_AreSaidInWordsOfTheReadersLanguage()
    {
        var (english, chinese) = (System.Globalization.CultureInfo.GetCultureInfo("en"), System.Globalization.CultureInfo.GetCultureInfo("zh-Hans"));
        var forbidden = Given.Check("licence-use", Given.Dossier(Given.Card("self", """{"license":"CC-BY-NC-4.0","uses":["commercial"]}"""))).Reason;
        var open = Given.Check("licence-obligations", Given.Dossier(Given.Card("self", """{"license":"MIT"}"""))).Reason;
        var (use, notice) = (Given.Licences.Uses.First(term => term.Id == "commercial").Title, Given.Licences.Obligations.First(term => term.Id == "notice").Title);

        Assert.Contains($"“{use.En}”", forbidden.In(english), StringComparison.Ordinal);
        Assert.Contains($"“{use.Zh}”", forbidden.In(chinese), StringComparison.Ordinal);
        Assert.Contains(notice.En, open.In(english), StringComparison.Ordinal);
        Assert.Contains(notice.Zh, open.In(chinese), StringComparison.Ordinal);
        Assert.All([forbidden.In(english), forbidden.In(chinese), open.In(english), open.In(chinese)], said => Assert.DoesNotContain(said, letter => letter == '\u001f'));
    }

    [Fact]
    public void Weights_CardMadeForOthers_DoesNotConformOnEitherSide()
    {
        Assert.Equal("Provenance.WeightsChanged", Given.Check("weights-unchanged", Given.Dossier(Given.Card("self"), null, Given.Sha('b'))).Reason.Key);
        Assert.Equal("Provenance.WeightsReplaced", Given.Check("weights-unchanged", Given.Dossier(Given.Card("self", "{}"), null, Given.Sha('b'))).Reason.Key);
    }

    [Fact]
    public void Rules_Each_IsCheckedAndSaidInBothLanguages()
    {
        Assert.Equal(RuleChecks.Ids, Given.Rules.Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal));
        Assert.All(Given.Rules.Rules, rule => Assert.True(rule.Title.En != rule.Title.Zh && rule.About.En != rule.About.Zh && rule.Source.Length > 0));
        Assert.Equal(["CN", "EU", "US", "SG"], Given.Rules.Jurisdictions.Select(place => place.Id));
        Assert.All(Given.Rules.Jurisdictions.SelectMany(place => place.Members), code => Assert.True(Countries.IsKnown(code), code));
        Assert.Equal(27, Given.Rules.Place("EU")!.Members.Length);
    }
}
