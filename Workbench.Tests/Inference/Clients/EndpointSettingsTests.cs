using Microsoft.Extensions.Configuration;
using Workbench.Cli;
using Workbench.Core.Inference.Clients;
using Workbench.Core.Language;

namespace Workbench.Tests.Inference.Clients;

public sealed class EndpointSettingsTests
{
    [Fact]
    public void Endpoints_Complete_AreRead()
    {
        var endpoints = ModelAccess.Endpoints(Settings(("0:Name", "node"), ("0:Url", "http://node:8000/v1"), ("0:ApiKey", "k"), ("0:Model", "qwen")));

        Assert.Equal([new ModelEndpoint("node", "http://node:8000/v1", "k", "qwen")], endpoints.AsEnumerable());
        Assert.DoesNotContain("k)", endpoints[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Endpoints_WithMistakes_AllAreNamed()
    {
        var exception = Assert.Throws<InputException>(() => ModelAccess.Endpoints(Settings(("0:Name", "a"), ("1:Name", "b"), ("1:Url", "http://b"), ("2:Name", "b"), ("2:Url", "http://c"))));

        Assert.Equal(["Inference.EndpointIncomplete", "Inference.EndpointNameTaken"], exception.Problems.Select(static problem => problem.Message.Key));
        Assert.Equal(["Workbench:Endpoints:0", "Workbench:Endpoints:2:Name"], exception.Problems.Select(static problem => problem.Field));
    }

    [Fact]
    public void Endpoints_Limits_AreRead()
    {
        var endpoint = Assert.Single(ModelAccess.Endpoints(Settings(
            ("0:Name", "node"), ("0:Url", "http://node"), ("0:Concurrency", "500"), ("0:RequestsPerMinute", "60"), ("0:TokensPerMinute", "9000"), ("0:Retries", "0"), ("0:TimeoutSeconds", "7"))));

        Assert.Equal(new EndpointLimits(500, 60, 9000, 0) { Timeout = TimeSpan.FromSeconds(7) }, endpoint.Limits);
    }

    [Fact]
    public void Endpoints_LimitsThatAreNoNumbers_AreAllNamed()
    {
        var exception = Assert.Throws<InputException>(() => ModelAccess.Endpoints(Settings(("0:Name", "a"), ("0:Url", "http://a"), ("0:Concurrency", "0"), ("0:RequestsPerMinute", "many"))));

        Assert.Equal(["Workbench:Endpoints:0:Concurrency", "Workbench:Endpoints:0:RequestsPerMinute"], exception.Problems.Select(static problem => problem.Field));
    }

    private static IConfiguration Settings(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(static pair => KeyValuePair.Create($"Workbench:Endpoints:{pair.Key}", (string?)pair.Value)))
        .Build();
}
