using System.Text;

namespace Workbench.Configuration;

/// <summary>Every address inside the workbench; no page writes one by hand, so a moved page is changed here and found by the compiler.</summary>
public static class WorkbenchUrls
{
    public const string HomePath = "/";
    public const string ModelsPath = "/models";
    public const string ComparePath = "/compare";
    public const string ComparisonsPath = "/comparisons";
    public const string CandidatesPath = "/candidates";
    public const string SuitesPath = "/suites";
    public const string BanksPath = "/banks";
    public const string PoliciesPath = "/policies";
    public const string RunsPath = "/runs";
    public const string HallucinationPath = "/hallucination";
    public const string CompliancePath = "/compliance";
    public const string EvidencePath = "/evidence";
    public const string FindingsPath = "/findings";
    public const string ExceptionsPath = "/exceptions";
    public const string LabelsPath = "/labels";
    public const string ProvenancePath = "/provenance";
    public const string RacesPath = "/races";
    public const string DecisionsPath = "/decisions";
    public const string LogPath = "/log";
    public const string LogCheckpointsPath = "/log/checkpoints";
    public const string ReportsPath = "/reports";
    public const string SettingsPath = "/settings";
    public const string PeoplePath = "/people";
    public const string AccountPath = "/account";
    public const string SetUpPath = "/set-up";
    public const string NewPasswordPath = "/sign-in/password";
    public const string NoRolePath = "/sign-in/no-role";
    public const string CulturePath = "/culture";
    public const string ThemePath = "/theme";
    public const string NotFoundPath = "/not-found";
    public const string ErrorPath = "/error";

    public static string Home() => HomePath;

    /// <param name="name">Opens the drawer of this model.</param>
    /// <param name="filter">Text that names must contain.</param>
    /// <param name="show"><c>loaded</c> for those alone.</param>
    public static string Models(string? name = null, string? filter = null, string? show = null) => With(ModelsPath, ("model", name), ("filter", filter), ("show", show));

    /// <param name="query">Names and values as the page writes them; repeated names stay repeated.</param>
    public static string ModelsView(IEnumerable<(string Name, string? Value)> query) => With(ModelsPath, [.. query]);

    /// <param name="query">Names and values as the page writes them; repeated names stay repeated.</param>
    public static string Compare(params (string Name, string? Value)[] query) => With(ComparePath, query);

    /// <summary>A kept comparison, with what its page shows open.</summary>
    public static string Comparison(string id, params (string Name, string? Value)[] query) => With(Under(ComparePath, id), query);

    /// <summary>Where a candidate was used.</summary>
    public static string Use(Workbench.Core.Inference.CandidateUse use) => use.Kind switch
    {
        "run" => Run(use.Subject),
        "season" => Race(use.Subject),
        "decision" => Decision(use.Subject),
        _ => Comparison(use.Subject),
    };

    /// <param name="before">Last comparison of the page before.</param>
    /// <param name="text">Words of its first question.</param>
    /// <param name="delete">Asks whether this one is to be deleted.</param>
    public static string Comparisons(string? before = null, string? text = null, string? delete = null) => With(ComparisonsPath, ("before", before), ("text", text), ("delete", delete));

    /// <param name="format"><c>json</c> or <c>md</c>.</param>
    public static string ComparisonExport(string id, string format) => With($"{Under(ComparisonsPath, id)}/export", ("format", format));

    /// <param name="before">Number of the last candidate of the page before.</param>
    public static string Candidates(string? before = null) => With(CandidatesPath, ("before", before));

    /// <param name="hashOrName">Its hash, or the name a person gave.</param>
    public static string Candidate(string hashOrName) => Under(CandidatesPath, hashOrName);

    /// <param name="kind">Bank that is shown.</param>
    public static string Banks(string? kind = null) => With(BanksPath, ("bank", kind));

    /// <param name="query"><c>bank</c>, <c>leaf</c>, <c>state</c>, <c>text</c>, <c>after</c>.</param>
    public static string BankItems(params (string Name, string? Value)[] query) => With($"{BanksPath}/items", query);

    public static string BankItem(string id) => Under($"{BanksPath}/items", id);

    /// <summary>Where a file of questions is added.</summary>
    public static string ImportBank() => $"{BanksPath}/import";

    public static string NewBankItem(string? kind = null, string? leaf = null) => With($"{BanksPath}/new", ("bank", kind), ("leaf", leaf));

    /// <param name="after">Last question of the page before.</param>
    public static string BankReview(string? kind = null, string? after = null) => With($"{BanksPath}/review", ("bank", kind), ("after", after));

    public static string Suites() => SuitesPath;

    /// <param name="query">Filter and page of its samples.</param>
    public static string Suite(string name, params (string Name, string? Value)[] query) => With(Under(SuitesPath, name), query);

    /// <summary>The editor, with an empty suite or a file of one's own; it checks what is written and adds it to the workspace.</summary>
    public static string CheckSuite() => $"{SuitesPath}/new";

    public static string ImportSuite() => $"{SuitesPath}/import";

    public static string EditSuite(string name) => $"{Under(SuitesPath, name)}/edit";

    /// <param name="to">The other suite, best another version.</param>
    public static string SuiteDifference(string name, string? to = null) => With($"{Under(SuitesPath, name)}/diff", ("to", to));

    /// <param name="metric"><c>scorer.metric</c>.</param>
    /// <param name="view"><c>table</c> shows the numbers behind the plot.</param>
    public static string SuiteTrends(string name, string? metric = null, string? view = null) => With($"{Under(SuitesPath, name)}/trends", ("metric", metric), ("view", view));

    /// <summary>What a model is sent for a sample.</summary>
    public static string SuitePrompt(string name, string? sample = null, string? model = null) => With($"{Under(SuitesPath, name)}/prompt", ("sample", sample), ("model", model));

    /// <summary>The JSON Schema of suite files.</summary>
    public static string SuiteSchema() => "/suite.schema.json";

    /// <param name="before">Last run of the page before.</param>
    public static string Runs(string? before = null) => With(RunsPath, ("before", before));

    /// <param name="format"><c>jsonl</c> or <c>csv</c>.</param>
    public static string RunExport(string id, string format) => With($"{Under(RunsPath, id)}/export", ("format", format));

    /// <summary>The form that starts a run, with a suite chosen where one is named.</summary>
    /// <param name="candidate">Hash of a known candidate that is asked.</param>
    public static string NewRun(string? suite = null, string? candidate = null) => With($"{RunsPath}/new", ("suite", suite), ("candidate", candidate));

    /// <summary>Where answers that some other program got are scored.</summary>
    /// <param name="suite">Name, or <c>name@version</c>.</param>
    /// <param name="format">Of the file; found out where it is null.</param>
    public static string RunOutputs(string? suite = null, string? format = null) => With($"{RunsPath}/outputs", ("suite", suite), ("format", format));

    /// <summary>Where a run's answers are scored by other scorers, in a run of their own.</summary>
    public static string Rescore(string id) => $"{Under(RunsPath, id)}/rescore";

    /// <param name="query">Names and values as the page writes them; repeated names stay repeated.</param>
    public static string NewRunView(IEnumerable<(string Name, string? Value)> query) => With($"{RunsPath}/new", [.. query]);

    /// <summary>What changed from one run to a later one.</summary>
    public static string RunDiff(string before, string now, params (string Name, string? Value)[] query) => With($"{Under(RunsPath, now)}/since/{Uri.EscapeDataString(before)}", query);

    /// <summary>Everything that decided the answers of a run, as JSON.</summary>
    public static string RunManifest(string id) => $"{Under(RunsPath, id)}/manifest";

    public static string Run(string id, params (string Name, string? Value)[] query) => With(Under(RunsPath, id), query);

    /// <param name="view"><c>table</c> shows the numbers behind the plot.</param>
    public static string Hallucination(string? run = null, string? view = null) => With(HallucinationPath, ("run", run), ("view", view));

    public static string Compliance(string? run = null, string? pack = null) => With(CompliancePath, ("run", run), ("pack", pack));

    public static string Assessment(string id, params (string Name, string? Value)[] query) => With(Under(CompliancePath, id), query);

    /// <summary>What moved from one assessment to another, or from one candidate to another of the same.</summary>
    public static string AssessmentSince(string id, string before, params (string Name, string? Value)[] query) => With($"{Under(CompliancePath, id)}/since/{Uri.EscapeDataString(before)}", query);

    /// <summary>Rates by language and risk.</summary>
    public static string AssessmentMap(string id, params (string Name, string? Value)[] query) => With($"{Under(CompliancePath, id)}/map", query);

    public static string NewPlan() => $"{CompliancePath}/plans/new";

    public static string Plan(string id) => Under($"{CompliancePath}/plans", id);

    /// <param name="run">Whose answers are labelled; null for all runs.</param>
    public static string Labels(string? run = null) => run is null ? LabelsPath : Under(LabelsPath, run);

    /// <param name="key">A policy pack's id, or <c>id:version</c> for a version that was used.</param>
    public static string Policy(string key) => Under(PoliciesPath, key);

    /// <param name="from">A pack whose text the editor begins with.</param>
    public static string NewPolicy(string? from = null) => With($"{PoliciesPath}/new", ("from", from));

    public static string EditPolicy(string id) => $"{Under(PoliciesPath, id)}/edit";

    public static string PolicyDifference(string key, string? to = null) => With($"{Under(PoliciesPath, key)}/diff", ("to", to));

    /// <summary>The list of evidence files with this one's drawer open.</summary>
    public static string Evidence(string id) => With(EvidencePath, ("file", id));

    /// <param name="query"><c>kind</c>, <c>state</c>, <c>subject</c>, <c>text</c>, <c>before</c>, <c>file</c>.</param>
    public static string EvidenceList(params (string Name, string? Value)[] query) => With(EvidencePath, query);

    /// <param name="subject">What the file is for, for example <c>finding F-0001</c>.</param>
    public static string NewEvidence(string? subject = null) => With($"{EvidencePath}/new", ("subject", subject));

    /// <summary>The file itself, as a download.</summary>
    public static string EvidenceFile(string id) => $"{Under(EvidencePath, id)}/file";

    /// <param name="query"><c>status</c>, <c>severity</c>, <c>owner</c>, <c>assessment</c>, <c>overdue</c>.</param>
    public static string Findings(params (string Name, string? Value)[] query) => With(FindingsPath, query);

    public static string Finding(string id) => Under(FindingsPath, id);

    /// <summary>The form, filled in from a clause of an assessment or a cell of a run.</summary>
    /// <param name="query"><c>assessment</c> with <c>clause</c>, or <c>run</c> with <c>sample</c> and <c>repeat</c>; <c>candidate</c>.</param>
    public static string NewFinding(params (string Name, string? Value)[] query) => With($"{FindingsPath}/new", query);

    /// <param name="standing">Only those that stand so.</param>
    public static string Exceptions(string? standing = null) => With(ExceptionsPath, ("standing", standing));

    public static string Exception(string id) => Under(ExceptionsPath, id);

    public static string NewException(string? assessment = null, string? candidate = null, string? clause = null) =>
        With($"{ExceptionsPath}/new", ("assessment", assessment), ("candidate", candidate), ("clause", clause));

    /// <param name="place">Whose rules are asked for.</param>
    public static string Provenances(string? place = null) => With(ProvenancePath, ("for", place));

    /// <param name="key">SHA-256 of the weights, or a catalogued name.</param>
    /// <param name="query"><c>for</c>, <c>edit</c>.</param>
    public static string Provenance(string key, params (string Name, string? Value)[] query) => With($"{Under(ModelsPath, key)}/provenance", query);

    /// <summary>A card as a model card in Markdown.</summary>
    public static string ProvenanceExport(string sha256, string? place = null) => With($"{Under(ModelsPath, sha256)}/provenance/export", ("for", place));

    public static string Races() => RacesPath;

    public static string NewRace() => $"{RacesPath}/new";

    public static string Race(string id) => Under(RacesPath, id);

    /// <param name="query"><c>view</c> (<c>waiting</c>, <c>all</c>), <c>field</c>, <c>jurisdiction</c>, <c>state</c>.</param>
    public static string Decisions(params (string Name, string? Value)[] query) => With(DecisionsPath, query);

    /// <param name="renew">Earlier decision that it renews.</param>
    public static string NewDecision(string? assessment = null, string? renew = null) => With($"{DecisionsPath}/new", ("assessment", assessment), ("renew", renew));

    public static string EditDecision(string id) => $"{Under(DecisionsPath, id)}/edit";

    public static string Signatories() => $"{DecisionsPath}/signatories";

    public static string Decision(string id) => Under(DecisionsPath, id);

    /// <param name="entry">The page of this entry; its index in the tree.</param>
    public static string Log(long? entry = null, string? subject = null) =>
        entry is { } index ? $"{LogPath}/{index.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : LogSearch(("subject", subject));

    public static string LogSearch(params (string Name, string? Value)[] query) => With(LogPath, query);

    /// <summary>The page of checkpoints, with the way from one to another drawn.</summary>
    public static string LogCheckpoints(long? from = null, long? to = null, long? before = null) =>
        With(LogCheckpointsPath, ("from", Written(from)), ("to", Written(to)), ("before", Written(before)));

    /// <summary>A proof as a file: of an entry, or that one checkpoint continues another.</summary>
    public static string LogProof(long index) => $"{Log(index)}/proof";

    /// <summary>Everything an auditor needs about a decision or an assessment, zipped.</summary>
    public static string EvidencePack(string subject) => $"{LogPath}/evidence/{Uri.EscapeDataString(subject)}";

    public static string LogTimestamp(long size, string sha256) => $"{LogCheckpointsPath}/{Written(size)}/{sha256}.tsr";

    public static string LogContinuation(long from, long to) => With($"{LogCheckpointsPath}/proof", ("from", Written(from)), ("to", Written(to)));

    private static string? Written(long? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The log as a pack of static files, zipped.</summary>
    public static string LogExport() => $"{LogPath}/export";

    /// <param name="query"><c>subject</c>, <c>kind</c>, <c>lang</c>, <c>format</c>, <c>candidate</c>, <c>against</c>, <c>preview</c>.</param>
    public static string Reports(params (string Name, string? Value)[] query) => With(ReportsPath, query);

    /// <summary>A report of a run, an assessment or a decision.</summary>
    /// <param name="format"><c>html</c>, <c>pdf</c>, <c>json</c> or <c>xlsx</c>.</param>
    /// <param name="query"><c>kind</c>, <c>candidate</c>, <c>against</c>, <c>preview</c>.</param>
    public static string Report(string subject, string format, string language, params (string Name, string? Value)[] query) => With(Under(ReportsPath, subject), [("format", format), ("lang", language), .. query]);

    /// <summary>A report that a page had made.</summary>
    public static string MadeReport(string key) => Under($"{ReportsPath}/made", key);

    public static string SignIn(string? back = null) => With("/sign-in", ("back", back));

    /// <param name="reason">Key of a sentence of Governance.</param>
    public static string SignInRefused(string reason) => With("/sign-in", ("refused", reason));

    public static string SignInCode(string? back = null) => With("/sign-in/code", ("back", back));

    /// <summary>Through the organisation's identity provider.</summary>
    public static string SignInAtProvider(string? back = null) => With("/sign-in/provider", ("back", back));

    public static string NewPassword(string? back = null) => With(NewPasswordPath, ("back", back));

    /// <param name="person">Opens the drawer of this person.</param>
    public static string People(string? person = null) => With(PeoplePath, ("person", person));

    public static string Account() => AccountPath;

    /// <summary>Switches to another person of a demonstration.</summary>
    public static string ActAs(string person, string back) => With("/sign-in/as", ("person", person), ("back", back));

    public static string Settings() => SettingsPath;

    /// <summary>A backup that lies in the workspace, as a download.</summary>
    public static string Backup(string name) => Under($"{SettingsPath}/backups", name);

    public static string Culture(string culture, string back) => With(CulturePath, ("c", culture), ("back", back));

    public static string Theme(string theme, string back) => With(ThemePath, ("t", theme), ("back", back));

    /// <summary>True for a path of this workbench; false for anything that a browser would take to another site.</summary>
    public static bool IsLocal(string? path) =>
        path is { Length: > 0 } && path[0] == '/' && (path.Length == 1 || path[1] is not ('/' or '\\')) && !path.Any(char.IsControl);

    /// <summary>The path with its query; parts without a value are left out.</summary>
    public static string With(string path, params (string Name, string? Value)[] query)
    {
        var url = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (!string.IsNullOrEmpty(value))
            {
                url.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return url.ToString();
    }

    private static string Under(string path, string segment) => $"{path}/{Uri.EscapeDataString(segment)}";
}
