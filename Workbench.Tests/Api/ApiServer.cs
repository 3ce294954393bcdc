using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Workbench.Cli;
using Workbench.Core.Governance;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;
using Workbench.Hosting;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Api;

/// <summary>The workbench as it is served, with accounts, in this process on a free port and a fresh workspace.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private ApiServer(WebApplication app, string folder) => (_app, _folder) = (app, folder);

    public IServiceProvider Services => _app.Services;

    public string Address => _app.Urls.First();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ApiServer> StartAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), "workbench-tests", Guid.NewGuid().ToString("n"));
        var app = await WorkbenchApp.BuildAsync(new ServeCommand.Settings { Urls = "http://127.0.0.1:0", Data = folder, Accounts = true }, Cancellation);
        await app.StartAsync(Cancellation);
        return new ApiServer(app, folder);
    }

    public async Task<Actor> AddAsync(string name, params Role[] roles) => (await Get<PeopleStore>().AddAsync(name, [.. roles], "correct horse battery", Actor.Owner, Cancellation)).ToActor();

    /// <param name="scope">All that the person may, unless told.</param>
    public async Task<string> TokenAsync(Actor person, params Permission[] scope) => (await Get<TokenStore>().CreateAsync(
        "test", [.. scope.Length > 0 ? scope : Enum.GetValues<Permission>().Where(permission => Permissions.Has(person, permission))], TimeSpan.FromDays(1), person, Cancellation)).Secret;

    /// <param name="token">Null for nobody.</param>
    public HttpClient Client(string? token)
    {
        var client = new HttpClient { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<HttpClient> ClientAsync(string name, params Role[] roles) => Client(await TokenAsync(await AddAsync(name, roles)));

    public async Task<long> LogSizeAsync() => (await Get<LogStore>().HeadAsync(Cancellation)).Size;

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        TestFolder.Delete(_folder);
    }
}
