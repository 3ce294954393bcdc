using Microsoft.EntityFrameworkCore;

namespace Workbench.Core.Storage;

/// <summary>The folder of one workspace: database, keys, caches. Two processes may use one at the same time.</summary>
public sealed record Workspace(string Folder)
{
    public string DatabaseFile => Path.Combine(Folder, "workbench.db");

    /// <summary>Readable by its owner only.</summary>
    public string KeyFolder => Path.Combine(Folder, "keys");

    /// <summary>Suite files that people add; the shipped ones lie beside the program.</summary>
    public string SuiteFolder => Path.Combine(Folder, "suites");

    public string PackFolder => Path.Combine(Folder, "packs");

    /// <returns>The configured folder, else <c>Workbench</c> in the person's application data.</returns>
    public static Workspace At(string? folder) => new(Path.GetFullPath(
        string.IsNullOrWhiteSpace(folder)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "Workbench")
            : folder));

    /// <summary>Makes the folder and brings the database to the current schema.</summary>
    public async Task<IDbContextFactory<WorkbenchDbContext>> OpenAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(SuiteFolder);
        Directory.CreateDirectory(PackFolder);
        var factory = new WorkspaceContextFactory(DatabaseFile);
        await using var db = factory.CreateDbContext();
        await db.Database.MigrateAsync(cancellation).ConfigureAwait(false);
        return factory;
    }
}
