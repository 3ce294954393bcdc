using Microsoft.EntityFrameworkCore.Design;

namespace Workbench.Core.Storage;

/// <summary>For <c>dotnet ef</c> only: a context that knows the model and touches no workspace.</summary>
public sealed class MigrationContextFactory : IDesignTimeDbContextFactory<WorkbenchDbContext>
{
    public WorkbenchDbContext CreateDbContext(string[] args) => new WorkspaceContextFactory("migrations.db").CreateDbContext();
}

/// <summary>The same for PostgreSQL.</summary>
public sealed class PostgresMigrationContextFactory : IDesignTimeDbContextFactory<PostgresDbContext>
{
    public PostgresDbContext CreateDbContext(string[] args) => new(PostgresWorkspace.Options("Host=localhost;Database=migrations"));
}
