using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>One loaded model behind the OpenAI protocol. Holds no database and no secret but the key it was given.</summary>
internal static class ModelHostApp
{
    private const long MostBodyBytes = 64 * 1024 * 1024;

    public static WebApplication Build(InferenceEngine engine, HostAddress address, string modelName, string? apiKey)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = MostBodyBytes;
            if (address.SocketPath is { } path)
            {
                File.Delete(path);
                options.ListenUnixSocket(path);
            }
            else
            {
                options.Listen(address.EndPoint!, listen => listen.Protocols = HttpProtocols.Http1AndHttp2);
            }
        });
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(3));
        var app = builder.Build();
        var model = new HostedModel(engine, modelName, address.IsLocal);
        app.Use(ApiErrors.AnswerAsync);
        if (apiKey is not null)
        {
            app.Use((context, next) => ApiKeyGate.PassAsync(context, next, apiKey));
        }

        app.MapGet("/health", () => Results.Json(new { status = "ok" }));
        app.MapGet("/v1/models", model.List);
        app.MapGet("/v1/models/{id}", model.Find);
        app.MapPost("/v1/chat/completions", new ChatEndpoint(model).AnswerAsync);
        app.MapPost("/v1/completions", new CompletionEndpoint(model).AnswerAsync);
        app.MapGet("/x/facts", model.FactsAsync);
        app.MapGet("/x/state", model.State);
        app.MapPost("/x/tokenize", (Delegate)new TextEndpoint(model).TokenizeAsync);
        app.MapPost("/x/render", (Delegate)new TextEndpoint(model).RenderAsync);
        app.MapPost("/x/loglikelihood", (Delegate)new LikelihoodEndpoint(model).AnswerAsync);
        app.MapFallback((HttpContext context) => throw new ApiException(404, $"There is no {context.Request.Method} {context.Request.Path}.", null, "not_found"));
        return app;
    }

    /// <summary>Starts listening; a socket file can be opened by its owner only.</summary>
    /// <returns>The address as the parent should use it.</returns>
    public static async Task<string> StartAsync(WebApplication app, HostAddress address, CancellationToken cancellation)
    {
        await app.StartAsync(cancellation);
        if (address.SocketPath is not { } path)
        {
            return new Uri(app.Urls.First()).Authority;
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return $"unix:{path}";
    }
}

/// <summary>Camel-free JSON as the protocol writes it; names are given as they are sent.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
