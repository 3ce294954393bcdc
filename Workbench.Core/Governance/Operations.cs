using System.Collections.Immutable;

namespace Workbench.Core.Governance;

/// <summary>Something a person can have the workbench do, and what it needs.</summary>
/// <param name="Name">Noun and verb, for example <c>decision.approve</c>.</param>
/// <param name="Method">Type and method of Core that asks for the permission, for example <c>DecisionStore.ApproveAsync</c>.</param>
public sealed record Operation(string Name, Permission Permission, string Method);

/// <summary>Every operation that is not open to everybody. A test tries each as every role, and finds an operation that is missing here.</summary>
public static class Operations
{
    public static ImmutableArray<Operation> All { get; } =
    [
        new("cache.clear", Permission.RunSuites, "CacheClearing.ClearAsync"),
        new("run.enqueue", Permission.RunSuites, "RunQueue.EnqueueAsync"),
        new("run.execute", Permission.RunSuites, "RunQueue.ExecuteAsync"),
        new("run.pause", Permission.RunSuites, "RunQueue.PauseAsync"),
        new("run.cancel", Permission.RunSuites, "RunQueue.CancelAsync"),
        new("run.resume", Permission.RunSuites, "RunQueue.ResumeAsync"),
        new("run.retry-errors", Permission.RunSuites, "RunQueue.RetryErrorsAsync"),
        new("run.rerun-cell", Permission.RunSuites, "RunQueue.RerunAsync"),
        new("run.add-candidates", Permission.RunSuites, "RunQueue.AddCandidatesAsync"),
        new("run.probe", Permission.RunSuites, "RunQueue.ProbeAsync"),
        new("run.set-priority", Permission.RunSuites, "RunQueue.SetPriorityAsync"),
        new("run.move", Permission.RunSuites, "RunQueue.MoveAsync"),
        new("run.score-outputs", Permission.RunSuites, "OutputScoring.ScoreAsync"),
        new("run.rescore", Permission.RunSuites, "OutputScoring.RescoreAsync"),
        new("suite.save", Permission.RunSuites, "SuiteEditor.SaveAsync"),
        new("suite.add", Permission.RunSuites, "SuiteFolder.Add"),
        new("candidate.keep", Permission.RunSuites, "CandidateStore.KeepAsync"),
        new("candidate.name", Permission.RunSuites, "CandidateStore.NameAsync"),
        new("comparison.save", Permission.Vote, "ComparisonStore.SaveAsync"),
        new("comparison.delete", Permission.Vote, "ComparisonStore.DeleteAsync"),
        new("vote.cast", Permission.Vote, "VoteStore.CastAsync"),
        new("vote.withdraw", Permission.Vote, "VoteStore.WithdrawAsync"),
        new("season.create", Permission.RaceCandidates, "SeasonStore.CreateAsync"),
        new("season.enter", Permission.RaceCandidates, "SeasonStore.EnterAsync"),
        new("season.add-heat", Permission.RaceCandidates, "SeasonStore.AddHeatAsync"),
        new("run.assess", Permission.Assess, "RunAssessor.AssessAsync"),
        new("plan.make", Permission.Assess, "AssessmentPlanner.PlanAsync"),
        new("plan.run", Permission.RunSuites, "AssessmentPlanner.BeginAsync"),
        new("plan.assess", Permission.Assess, "RunAssessor.AssessPlanAsync"),
        new("label.add", Permission.Vote, "LabelStore.AddAsync"),
        new("label.import", Permission.Vote, "LabelStore.AddManyAsync"),
        new("label.undo", Permission.Vote, "LabelStore.UndoAsync"),
        new("policy.save", Permission.Assess, "PackEditor.SaveAsync"),
        new("evidence.add", Permission.Assess, "EvidenceStore.AddAsync"),
        new("evidence.link", Permission.Assess, "EvidenceStore.LinkAsync"),
        new("evidence.unlink", Permission.Assess, "EvidenceStore.UnlinkAsync"),
        new("decision.propose", Permission.ProposeDecision, "DecisionStore.ProposeAsync"),
        new("decision.approve", Permission.DecideDecision, "DecisionStore.ApproveAsync"),
        new("decision.reject", Permission.DecideDecision, "DecisionStore.RejectAsync"),
        new("decision.revoke", Permission.DecideDecision, "DecisionStore.RevokeAsync"),
        new("results.export", Permission.ExportResults, "ExportJournal.AdmitAsync"),
        new("bank.add", Permission.EditBanks, "BankStore.AddAsync"),
        new("bank.load-starter", Permission.EditBanks, "StarterBanks.AddAsync"),
        new("bank.edit", Permission.EditBanks, "BankStore.EditAsync"),
        new("bank.submit", Permission.EditBanks, "BankStore.SubmitAsync"),
        new("bank.accept", Permission.ReviewBanks, "BankStore.AcceptAsync"),
        new("bank.return", Permission.ReviewBanks, "BankStore.ReturnAsync"),
        new("bank.retire", Permission.ReviewBanks, "BankStore.RetireAsync"),
        new("bank.draw", Permission.RunSuites, "BankExport.WriteAsync"),
        new("log.export", Permission.ExportLog, "LogExport.WriteAsync"),
        new("person.add", Permission.ManagePeople, "PeopleStore.AddAsync"),
        new("person.set-roles", Permission.ManagePeople, "PeopleStore.SetRolesAsync"),
        new("person.lock", Permission.ManagePeople, "PeopleStore.LockAsync"),
        new("person.unlock", Permission.ManagePeople, "PeopleStore.UnlockAsync"),
        new("person.reset", Permission.ManagePeople, "PeopleStore.ResetAsync"),
        new("person.erase", Permission.ManagePeople, "PeopleStore.EraseAsync"),
        new("person.set-password", Permission.ManagePeople, "PeopleStore.SetPasswordAsync"),
        new("model.load", Permission.LoadModels, "ModelLoads.LoadAsync"),
        new("model.unload", Permission.LoadModels, "ModelLoads.UnloadAsync"),
        new("model.reset", Permission.LoadModels, "ModelLoads.ResetAsync"),
        new("backup.make", Permission.BackUp, "WorkspaceBackup.WriteAsync"),
        new("backup.keep", Permission.BackUp, "KeptBackups.MakeAsync"),
        new("backup.look", Permission.BackUp, "KeptBackups.Read"),
        new("backup.fetch", Permission.BackUp, "KeptBackups.PathOf"),
        new("backup.delete", Permission.BackUp, "KeptBackups.Delete"),
        new("backup.restore", Permission.BackUp, "WorkspaceRestore.RestoreAsync"),
        new("token.make", Permission.Read, "TokenStore.CreateAsync"),
        new("token.revoke", Permission.ManagePeople, "TokenStore.RevokeAsync"),
    ];
}
