using System.Collections.Concurrent;
using Workbench.Core.Governance;
using Workbench.Core.Reports;

namespace Workbench.Api;

/// <summary>Reports that a page had made, until their person fetches them: half an hour at most.</summary>
public sealed class MadeReports(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, (MadeReport Report, string Person, DateTimeOffset At)> _made = new(StringComparer.Ordinal);
    private readonly string _folder = Directory.CreateTempSubdirectory("workbench-reports-").FullName;

    /// <summary>Where the next one can be written.</summary>
    public string NewPath() => Path.Combine(_folder, $"{Guid.NewGuid():n}");

    /// <returns>The key it is fetched by.</returns>
    public string Add(string path, ReportMade made, Actor actor)
    {
        foreach (var (key, old) in _made)
        {
            if (old.At + Kept < clock.GetUtcNow() && _made.TryRemove(key, out _))
            {
                File.Delete(old.Report.Path);
            }
        }

        var name = Path.GetFileName(path);
        _made[name] = (new MadeReport(path, NameOf(made), made.Format), actor.Id, clock.GetUtcNow());
        return name;
    }

    /// <returns>Null where it is not there any more, or another person's.</returns>
    public MadeReport? Take(string key, Actor actor) => Permissions.Has(actor, Permission.ExportResults) && _made.TryGetValue(key, out var found) && found.Person == actor.Id && found.At + Kept >= clock.GetUtcNow() ? found.Report : null;

    public static string NameOf(ReportMade made) => $"{made.Subject}-{ReportNames.Of(made.Kind)}-{made.Language}.{ReportNames.Of(made.Format)}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

/// <param name="Name">Of the download.</param>
public sealed record MadeReport(string Path, string Name, ReportFormat Format);
