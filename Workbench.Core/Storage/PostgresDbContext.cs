using Microsoft.EntityFrameworkCore;

namespace Workbench.Core.Storage;

/// <summary>The same model on PostgreSQL; a type of its own, as each database has its own migrations.</summary>
public sealed class PostgresDbContext(DbContextOptions<PostgresDbContext> options) : WorkbenchDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // Bytes decide the order, as in SQLite: a page has the same rows whatever language the server speaks.
        configurationBuilder.Properties<string>().HaveConversion<PostgresText>().UseCollation("C");

        // An interval has microseconds; durations here have ticks.
        configurationBuilder.Properties<TimeSpan>().HaveConversion<long>();
    }
}
