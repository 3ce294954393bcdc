using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Workbench.Core.Storage;

/// <summary>For <c>dotnet ef</c> only: a context that knows the model and touches no workspace.</summary>
public sealed class MigrationContextFactory : IDesignTimeDbContextFactory<WorkbenchDbContext>
{
    public WorkbenchDbContext CreateDbContext(string[] args) => new WorkspaceContextFactory("migrations.db").CreateDbContext();
}
