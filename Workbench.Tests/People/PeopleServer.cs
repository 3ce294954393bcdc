using Workbench.Core.Governance;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Governance;
using Workbench.Tests.Browser;

namespace Workbench.Tests.People;

/// <summary>A real workbench with accounts, and the people of its workspace as an administrator at the command line sees them.</summary>
public sealed class PeopleServer : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private PeopleServer(WorkbenchProcess process, PeopleStore people, TokenStore tokens) => (Process, People, Tokens) = (process, people, tokens);

    public WorkbenchProcess Process { get; }

    public PeopleStore People { get; }

    public TokenStore Tokens { get; }

    public string Address => Process.Address;

    public static async Task<PeopleServer> StartAsync(IEnumerable<KeyValuePair<string, string>>? environment = null, params string[] arguments)
    {
        var folder = Path.Combine(Path.GetTempPath(), "workbench-tests", Guid.NewGuid().ToString("n"));
        var process = await WorkbenchProcess.StartAsync(folder, environment ?? [], arguments);
        var database = new WorkspaceContextFactory(Path.Combine(folder, "workbench.db"));
        return new PeopleServer(process, new PeopleStore(database, TimeProvider.System), new TokenStore(database, TimeProvider.System));
    }

    public Task<Person> AddAsync(string name, params Role[] roles) => People.AddAsync(name, [.. roles], Password, Actor.Owner, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return Process.DisposeAsync();
    }
}
