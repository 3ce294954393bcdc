namespace Workbench.Core.Evidence;

/// <summary>What an evidence file is.</summary>
public enum EvidenceKind
{
    ModelCard,
    RiskAssessment,
    LicenceText,
    TestReport,
    ApprovalRecord,

    /// <summary>A written way of working: who does what, and how it is checked.</summary>
    Procedure,
    TrainingRecord,
    Contract,
    Correspondence,
    Other,
}

/// <summary>Kinds as files, commands and addresses write them: <c>model-card</c>.</summary>
public static class EvidenceNames
{
    public static IEnumerable<string> All => Enum.GetValues<EvidenceKind>().Select(Of);

    public static string Of(EvidenceKind kind) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    /// <returns>Null for what is no kind.</returns>
    public static EvidenceKind? Kind(string? name) => name is null ? null : Enum.GetValues<EvidenceKind>().Where(kind => Of(kind) == name).Select(kind => (EvidenceKind?)kind).FirstOrDefault();
}
