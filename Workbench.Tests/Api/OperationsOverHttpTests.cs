using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Workbench.Api;
using Workbench.Core.Governance;

namespace Workbench.Tests.Api;

/// <summary>Every operation as every role, as nobody, and with a token that was made for less, through the API.</summary>
[Trait("Category", "Slow")]
public sealed class OperationsOverHttpTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryOperationAndRole_IsAllowedOrRefused_AsTheTableSays()
    {
        await using var server = await ApiServer.StartAsync();
        var wen = await server.AddAsync("Wen", Role.Administrator);
        List<string> wrong = [];
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = await server.ClientAsync($"The {role}", role);
            foreach (var (operation, request) in ApiRequest.All)
            {
                var permission = PermissionOf(operation);
                var may = Permissions.RolesWith(permission).Contains(role);
                var (status, problem, grew) = await SendAsync(server, client, request);
                if (may ? status >= 500 || status is 400 or 401 or 403 or 405 or 415 || (status >= 400 && problem.Length == 0) : status != 403 || grew || problem != Reason(permission, $"The {role}"))
                {
                    wrong.Add($"{role} {operation} {request.Method} {request.Path}: {status} {problem}{(grew ? ", the log grew" : "")}");
                }
            }
        }

        using var nobody = server.Client(null);
        using var lesser = server.Client(await server.TokenAsync(wen, Permission.Read));
        foreach (var (operation, request) in ApiRequest.All)
        {
            var (asNobody, saidToNobody, _) = await SendAsync(server, nobody, request);
            var (withLess, saidToLess, grew) = await SendAsync(server, lesser, request);
            var reason = Permissions.Has(wen, PermissionOf(operation)) ? new Core.Language.Phrase("Governance.TokenLacks", $"{PermissionOf(operation)}").In(System.Globalization.CultureInfo.GetCultureInfo("en")) : Reason(PermissionOf(operation), "Wen");
            if (asNobody != 401 || saidToNobody.Length == 0 || withLess != 403 || saidToLess != reason || grew)
            {
                wrong.Add($"{operation}: nobody {asNobody}, lesser {withLess} {saidToLess}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task EveryOperation_HasARouteAndARequestHere_OrAReasonWhyNot()
    {
        await using var server = await ApiServer.StartAsync();
        var routes = ApiRoutes.ByOperation(server.Get<IEnumerable<EndpointDataSource>>());

        // One without either needs a route in Workbench/Api, or a line in NotOverHttp with its reason in both languages.
        Assert.Equal([], Operations.All.Where(operation => routes[operation.Name].Any() == NotOverHttp.Names.Contains(operation.Name)).Select(operation => operation.Name));
        Assert.Equal(Operations.All.Select(operation => operation.Name).Except(NotOverHttp.Names).Order(StringComparer.Ordinal), ApiRequest.All.Select(each => each.Operation).Distinct().Order(StringComparer.Ordinal));
        Assert.All(NotOverHttp.Names, name => Assert.DoesNotContain("Not.", NotOverHttp.WhyNot(name), StringComparison.Ordinal));
    }

    [Fact]
    public async Task EveryRouteThatChangesSomething_NamesItsOperation()
    {
        await using var server = await ApiServer.StartAsync();
        var silent =
            from source in server.Get<IEnumerable<EndpointDataSource>>()
            from endpoint in source.Endpoints.OfType<RouteEndpoint>()
            where endpoint.RoutePattern.RawText?.StartsWith(ApiGate.Path, StringComparison.Ordinal) == true && endpoint.Metadata.GetMetadata<ApiOperation>() is null
            where endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.SequenceEqual(["GET"]) != true
            select endpoint.RoutePattern.RawText;

        Assert.Empty(silent);
    }

    private static async Task<(int Status, string Problem, bool Grew)> SendAsync(ApiServer server, HttpClient client, ApiRequest request)
    {
        var before = await server.LogSizeAsync();
        using var message = request.Message();
        using var response = await client.SendAsync(message, Cancellation);
        var problem = response.IsSuccessStatusCode ? "" : FirstProblem(response, await response.Content.ReadAsStringAsync(Cancellation));
        return ((int)response.StatusCode, problem, await server.LogSizeAsync() != before);
    }

    private static string FirstProblem(HttpResponseMessage response, string text)
    {
        if (response.Content.Headers.ContentType?.MediaType != ApiProblem.MediaType)
        {
            return "";
        }

        using var document = JsonDocument.Parse(text);
        return document.RootElement.GetProperty("status").GetInt32() == (int)response.StatusCode ? document.RootElement.GetProperty("problems")[0].GetProperty("message").GetString() ?? "" : "";
    }

    private static Permission PermissionOf(string operation) => Operations.All.Single(each => each.Name == operation).Permission;

    private static string Reason(Permission permission, string name) => new Core.Language.Phrase($"Governance.Needs.{permission}", name).In(System.Globalization.CultureInfo.GetCultureInfo("en"));
}
