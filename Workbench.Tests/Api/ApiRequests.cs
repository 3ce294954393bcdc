using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;

namespace Workbench.Tests.Api;

/// <summary>A request for an operation: by itself it finds nothing or is wrong, so that each role can send it and a workspace stays small.</summary>
/// <param name="Body">JSON; null for none.</param>
/// <param name="File">Sent as it is.</param>
internal sealed record ApiRequest(string Method, string Path, string? Body = null, string? File = null)
{
    public HttpRequestMessage Message()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), Path);
        if (Body is not null)
        {
            message.Content = new StringContent(Body, Encoding.UTF8, "application/json");
        }
        else if (File is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(File)) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        }

        return message;
    }

    /// <summary>At least one for each operation that has a route.</summary>
    public static ImmutableArray<(string Operation, ApiRequest Request)> All { get; } =
    [
        ("cache.clear", new("DELETE", "/api/cache")),
        ("run.enqueue", new("POST", "/api/runs", """{"suite":"none","models":["null:echo"]}""")),
        ("run.pause", new("POST", "/api/runs/R-9999/pause")),
        ("run.cancel", new("POST", "/api/runs/R-9999/cancel")),
        ("run.resume", new("POST", "/api/runs/R-9999/resume")),
        ("run.retry-errors", new("POST", "/api/runs/R-9999/retry-errors")),
        ("run.rerun-cell", new("POST", "/api/runs/R-9999/cells/rerun", """{"sample":"a","candidate":"null:echo"}""")),
        ("run.add-candidates", new("POST", "/api/runs/R-9999/candidates", """{"models":["null:echo"]}""")),
        ("run.probe", new("POST", "/api/runs/probe", """{"suite":"none","models":["null:echo"]}""")),
        ("run.set-priority", new("PUT", "/api/runs/R-9999/priority", """{"priority":"high"}""")),
        ("run.move", new("POST", "/api/runs/R-9999/move", """{"direction":"up"}""")),
        ("run.score-outputs", new("POST", "/api/runs/outputs?suite=none&file=answers.jsonl", File: "{}")),
        ("run.rescore", new("POST", "/api/runs/R-9999/rescore", """{"suite":"none"}""")),
        ("suite.save", new("POST", "/api/suites", """{"text":"name: ["}""")),
        ("suite.add", new("POST", "/api/suites/import?file=rows.csv", File: "")),
        ("candidate.keep", new("POST", "/api/candidates", """{"model":"no-such-model"}""")),
        ("candidate.name", new("PUT", "/api/candidates/none/name", """{"name":"mine"}""")),
        ("comparison.delete", new("DELETE", "/api/comparisons/C-9999")),
        ("vote.cast", new("POST", "/api/votes", """{"prompt":"","seats":[]}""")),
        ("vote.withdraw", new("DELETE", "/api/votes/none")),
        ("season.create", new("POST", "/api/races", """{"name":"","suite":"none"}""")),
        ("season.enter", new("POST", "/api/races/S-9999/entries", """{"team":"one","division":"StartUp","candidate":{"model":"null:echo"}}""")),
        ("season.add-heat", new("POST", "/api/races/S-9999/heats")),
        ("run.assess", new("POST", "/api/assessments", """{"run":"R-9999","packs":["none"]}""")),
        ("plan.make", new("POST", "/api/plans", """{"packs":["none"]}""")),
        ("plan.run", new("POST", "/api/plans/AP-9999/run")),
        ("plan.assess", new("POST", "/api/plans/AP-9999/assess")),
        ("label.add", new("POST", "/api/runs/R-9999/labels", """{"item":"none","label":"pass"}""")),
        ("label.import", new("POST", "/api/runs/R-9999/labels/import", File: "item,label\n")),
        ("label.undo", new("DELETE", "/api/runs/R-9999/labels/last")),
        ("provenance.set", new("PUT", "/api/provenance/no-such-model", """{"statement":{}}""")),
        ("policy.save", new("POST", "/api/policies", """{"text":"pack: ["}""")),
        ("evidence.add", new("POST", "/api/evidence?name=none.txt&kind=other", File: "")),
        ("evidence.link", new("POST", "/api/evidence/EV-9999/links", """{"subject":"finding F-9999"}""")),
        ("evidence.unlink", new("DELETE", "/api/evidence/EV-9999/links?subject=finding%20F-9999")),
        ("clause.answer", new("PUT", "/api/assessments/A-9999/clauses/9.1", """{"verdict":"conforms"}""")),
        ("finding.open", new("POST", "/api/findings", """{"severity":"minor","owner":"none","due":"2999-01-01"}""")),
        ("finding.assign", new("POST", "/api/findings/F-9999/assign", """{"owner":"none"}""")),
        ("finding.respond", new("POST", "/api/findings/F-9999/respond", """{"text":"soon"}""")),
        ("finding.resolve", new("POST", "/api/findings/F-9999/resolve", """{"text":"done"}""")),
        ("finding.reopen", new("POST", "/api/findings/F-9999/reopen", """{"text":"still there"}""")),
        ("finding.accept", new("POST", "/api/findings/F-9999/accept", """{"text":"small"}""")),
        ("finding.close", new("POST", "/api/findings/F-9999/close", """{"text":"seen"}""")),
        ("exception.request", new("POST", "/api/exceptions", """{"assessment":"A-9999","candidate":"one","clauses":["9.1"],"expires":"2999-01-01"}""")),
        ("exception.approve", new("POST", "/api/exceptions/E-9999/approve", """{"reason":"fit"}""")),
        ("exception.reject", new("POST", "/api/exceptions/E-9999/reject", """{"reason":"unfit"}""")),
        ("exception.withdraw", new("POST", "/api/exceptions/E-9999/withdraw", """{"reason":"not needed"}""")),
        ("decision.propose", new("POST", "/api/decisions", """{"tier":"T1"}""")),
        ("decision.draft", new("POST", "/api/decisions", """{"tier":"T1","draft":true}""")),
        ("decision.renew", new("POST", "/api/decisions/DR-1999-001/renew", """{"reason":"again"}""")),
        ("decision.revise", new("PUT", "/api/decisions/DR-1999-001", """{"tier":"T1"}""")),
        .. Step("submit", "withdraw", "dissent", "review", "approve", "request-changes", "reject", "suspend", "reinstate", "revoke"),
        ("person.name-signatory", new("PUT", "/api/decisions/signatories/p-9", """{"capacities":[]}""")),
        ("results.export", new("GET", "/api/runs/R-9999/export?format=csv")),
        ("results.export", new("GET", "/api/comparisons/C-9999/export?format=json")),
        ("results.export", new("GET", "/api/evidence/EV-9999/file")),
        ("report.export", new("GET", "/api/reports/R-9999?format=json&lang=en")),
        ("bank.add", new("POST", "/api/banks/questions", """{"questions":[{"kind":"none"}]}""")),
        ("bank.add", new("POST", "/api/banks/import?file=questions.jsonl", File: "{}")),
        ("bank.load-starter", new("POST", "/api/banks/starter", """{"kind":"none"}""")),
        ("bank.edit", new("PUT", "/api/banks/questions/Q-99999", """{"revision":1,"question":{"kind":"generated","leaf":"a.2.d","language":"en","text":"Why?"}}""")),
        ("bank.submit", new("POST", "/api/banks/submit", """{"id":"Q-99999"}""")),
        ("bank.accept", new("POST", "/api/banks/accept", """{"id":"Q-99999"}""")),
        ("bank.return", new("POST", "/api/banks/return", """{"id":"Q-99999","reason":"unclear"}""")),
        ("bank.retire", new("POST", "/api/banks/retire", """{"id":"Q-99999","reason":"old"}""")),
        ("bank.draw", new("POST", "/api/banks/draw", """{"name":"none","leaf":"none"}""")),
        ("log.checkpoint", new("POST", "/api/log/checkpoints")),
        ("log.rotate-key", new("POST", "/api/log/rotate-key", "{}")),
        ("log.export-evidence", new("GET", "/api/log/evidence/A-9999")),
        ("log.export", new("GET", "/api/log/export")),
        ("person.add", new("POST", "/api/people", """{"name":"","roles":[]}""")),
        ("person.set-roles", new("PUT", "/api/people/p-9/roles", """{"roles":["Auditor"]}""")),
        ("person.lock", new("POST", "/api/people/p-9/lock")),
        ("person.unlock", new("POST", "/api/people/p-9/unlock")),
        ("person.reset", new("POST", "/api/people/p-9/reset")),
        ("person.erase", new("POST", "/api/people/p-9/erase")),
        ("person.set-password", new("PUT", "/api/people/p-9/password", """{"password":"correct horse"}""")),
        ("model.load", new("POST", "/api/models/no-such-model/load", "{}")),
        ("model.unload", new("POST", "/api/models/no-such-model/unload")),
        ("model.reset", new("POST", "/api/models/no-such-model/reset")),
        ("backup.keep", new("POST", "/api/backups")),
        ("backup.look", new("GET", "/api/backups/none.zip")),
        ("backup.fetch", new("GET", "/api/backups/none.zip/file")),
        ("backup.delete", new("DELETE", "/api/backups/none.zip")),
    ];

    private static IEnumerable<(string, ApiRequest)> Step(params string[] steps) =>
        steps.Select(step => ($"decision.{step}", new ApiRequest("POST", $"/api/decisions/DR-1999-001/{step}", """{"reason":"because"}""")));
}
