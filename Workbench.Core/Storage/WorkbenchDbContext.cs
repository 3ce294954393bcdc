using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Workbench.Core.Storage;

/// <summary>The workspace's database: SQLite as it is, PostgreSQL as <see cref="PostgresDbContext"/>. Entities are found through their configurations; each lies in the folder of its noun.</summary>
public class WorkbenchDbContext : DbContext
{
    private List<Action>? _calls;

    public WorkbenchDbContext(DbContextOptions<WorkbenchDbContext> options)
        : base(options)
    {
    }

    private protected WorkbenchDbContext(DbContextOptions options)
        : base(options)
    {
    }

    /// <summary>Has something done once the transaction that is open is kept, and not otherwise.</summary>
    internal void OnCommitted(Action call) => (_calls ??= []).Add(call);

    internal void ForgetCalls() => _calls = null;

    internal void RunCalls()
    {
        var calls = _calls;
        _calls = null;
        calls?.ForEach(static call => call());
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(typeof(WorkbenchDbContext).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();

    /// <summary>SQLite neither orders nor compares <see cref="DateTimeOffset"/>; ticks it does.</summary>
    private sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
