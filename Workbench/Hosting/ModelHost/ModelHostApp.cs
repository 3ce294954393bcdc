using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Workbench.Core.Inference.Engine;

namespace Workbench.Hosting.ModelHost;

/// <summary>One model behind the OpenAI protocol; it may listen before the model is loaded. Holds no database and no secret but the key it was given.</summary>
internal static class ModelHostApp
{
    private const long MostBodyBytes = 16 * 1024 * 1024;
    private const int MostHeaderBytes = 32 * 1024;
    private const int MostConnections = 2048;

    private static readonly TimeSpan SlowRequest = TimeSpan.FromSeconds(15);
    private static readonly MinDataRate SlowestReader = new(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(15));

    /// <summary>A host of a model that is loaded already.</summary>
    public static WebApplication Build(InferenceEngine engine, HostAddress address, string modelName, string? apiKey)
    {
        var (app, model) = Build(new HostSurface(address, modelName, apiKey, engine.Spec.Sequences, engine.Spec.Exact));
        model.Loaded(engine);
        return app;
    }

    /// <summary>A host that answers 503 on every route but <c>/x/load</c> until <see cref="HostedModel.Loaded"/> is called.</summary>
    public static (WebApplication App, HostedModel Model) Build(HostSurface surface)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.ConfigureKestrel(options => Configure(options, surface.Address));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(3));
        var app = builder.Build();
        var model = new HostedModel(surface);
        app.Use(ApiErrors.AnswerAsync);
        if (surface.ApiKey is { } key)
        {
            app.Use((context, next) => ApiKeyGate.PassAsync(context, next, key));
        }

        app.Use(model.Load.GateAsync);
        ApiRoutes.Map(app, model);
        return (app, model);
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

    private static void Configure(KestrelServerOptions options, HostAddress address)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = MostBodyBytes;
        options.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
        options.Limits.RequestHeadersTimeout = SlowRequest;
        options.Limits.MaxConcurrentConnections = MostConnections;
        options.Limits.MinResponseDataRate = SlowestReader;
        if (address.SocketPath is { } path)
        {
            File.Delete(path);
            options.ListenUnixSocket(path);
        }
        else
        {
            options.Listen(address.EndPoint!, listen => listen.Protocols = HttpProtocols.Http1);
        }
    }
}

/// <summary>Camel-free JSON as the protocol writes it; names are given as they are sent.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
