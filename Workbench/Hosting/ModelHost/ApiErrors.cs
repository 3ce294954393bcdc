using System.Text.Json;
using System.Text.Json.Nodes;
using Workbench.Core.Language;

namespace Workbench.Hosting.ModelHost;

/// <summary>A request that can't be answered, in the protocol's own terms.</summary>
internal sealed class ApiException(int status, string message, string? field, string code) : Exception(message)
{
    public int Status { get; } = status;

    public string? Field { get; } = field;

    public string Code { get; } = code;

    /// <summary>Seconds after which to try again; sent with status 429.</summary>
    public int? RetryAfter { get; init; }
}

/// <summary>Writes every failure in the shape OpenAI clients read.</summary>
internal static class ApiErrors
{
    public static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (ApiException exception)
        {
            if (exception.RetryAfter is { } seconds)
            {
                context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            await WriteAsync(context, exception.Status, exception.Message, exception.Field, exception.Code);
        }
        catch (InputException exception)
        {
            await WriteAsync(context, 400, string.Join(" ", exception.Problems.Select(problem => problem.ToString())), exception.Problems[0].Field, "invalid_request");
        }
        catch (JsonException exception)
        {
            await WriteAsync(context, 400, $"The body is not JSON: {exception.Message}", null, "invalid_json");
        }
        catch (BadHttpRequestException exception)
        {
            await WriteAsync(context, exception.StatusCode, exception.Message, null, "invalid_request");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The asker has gone; there is nobody to tell.
        }
        catch (InvalidOperationException exception)
        {
            await WriteAsync(context, 500, exception.Message, null, "engine_error");
        }
    }

    public static JsonObject Describe(int status, string message, string? field, string code) => new()
    {
        ["error"] = new JsonObject
        {
            ["message"] = message,
            ["type"] = status switch { 401 => "authentication_error", 429 => "rate_limit_error", >= 500 => "server_error", _ => "invalid_request_error" },
            ["param"] = field,
            ["code"] = code,
        },
    };

    private static async Task WriteAsync(HttpContext context, int status, string message, string? field, string code)
    {
        var body = Describe(status, message, field, code).ToJsonString(ApiJson.Options);
        if (context.Response.HasStarted)
        {
            // A stream has begun: the error is its last event.
            await context.Response.WriteAsync($"data: {body}\n\n");
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }
}
