using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Workbench.Core.Language;

namespace Workbench.Core.Evidence;

/// <summary>Something that a file is evidence for, written <c>clause A-0001 9.1</c>, <c>provenance SHA</c>, <c>decision DR-2026-001</c>, <c>finding F-0001</c>.</summary>
public sealed partial record EvidenceSubject
{
    private EvidenceSubject(string kind, string id) => (Kind, Id) = (kind, id);

    /// <summary>Kinds, each with what its id looks like.</summary>
    public static ImmutableArray<string> Kinds { get; } = ["clause", "assessment", "finding", "exception", "decision", "provenance", "run", "bank", "label"];

    public string Kind { get; }

    /// <summary>Of a clause: assessment and clause with a space between them. Of a provenance card: the SHA-256 of the model.</summary>
    public string Id { get; }

    public static EvidenceSubject Clause(string assessmentId, string clauseId) => Of("clause", $"{assessmentId} {clauseId}");

    public static EvidenceSubject Assessment(string id) => Of("assessment", id);

    public static EvidenceSubject Finding(string id) => Of("finding", id);

    public static EvidenceSubject Exception(string id) => Of("exception", id);

    public static EvidenceSubject Decision(string id) => Of("decision", id);

    /// <param name="sha256">Of the model's file.</param>
    public static EvidenceSubject Provenance(string sha256) => Of("provenance", sha256);

    /// <exception cref="InputException">It is none of the forms.</exception>
    public static EvidenceSubject Parse(string text) => TryParse(text)
        ?? throw new InputException(new InputProblem(new Phrase("Evidence.NoSubject", text.Length > 100 ? text[..100] : text), Field: "subject", Hint: new Phrase("Evidence.SubjectHint", string.Join(", ", Kinds))));

    public static EvidenceSubject? TryParse(string? text)
    {
        var space = text?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        return space > 0 && Kinds.Contains(text![..space]) && IsId(text[..space], text[(space + 1)..]) ? new EvidenceSubject(text[..space], text[(space + 1)..]) : null;
    }

    public override string ToString() => $"{Kind} {Id}";

    private static EvidenceSubject Of(string kind, string id) => Parse($"{kind} {id}");

    private static bool IsId(string kind, string id) => kind switch
    {
        "clause" => ClauseId().IsMatch(id),
        "provenance" => Sha().IsMatch(id),
        _ => PlainId().IsMatch(id),
    };

    [GeneratedRegex(@"^A-\d{4,9} [^\s\p{C}]{1,100}\z")]
    private static partial Regex ClauseId();

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex Sha();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}\z")]
    private static partial Regex PlainId();
}
