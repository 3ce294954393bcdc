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

    /// <summary>Seconds after which to try again; sent with status 429 and 503.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Methods that the address does answer; sent with status 405.</summary>
    public string? Allow { get; init; }

    /// <summary>How far the model is, while it loads.</summary>
    public LoadStage? Load { get; init; }
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
            await WriteAsync(context, exception);
        }
        catch (InputException exception)
        {
            await WriteAsync(context, new ApiException(400, string.Join(" ", exception.Problems.Select(problem => problem.ToString())), exception.Problems[0].Field, "invalid_request"));
        }
        catch (JsonException exception)
        {
            await WriteAsync(context, new ApiException(400, $"The body is not JSON: {exception.Message}", null, "invalid_json"));
        }
        catch (BadHttpRequestException exception)
        {
            await WriteAsync(context, new ApiException(exception.StatusCode, exception.Message, null, exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? "body_too_large" : "invalid_request"));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The asker has gone; there is nobody to tell.
        }
        catch (OperationCanceledException)
        {
            await WriteAsync(context, new ApiException(409, "The request was cancelled.", null, "request_cancelled"));
        }
        catch (Exception exception)
        {
            // Whatever it is, the asker gets an answer in the protocol's shape, and the parent the words.
            await Console.Error.WriteLineAsync($"{context.Request.Method} {context.Request.Path}: {exception}");
            await WriteAsync(context, new ApiException(500, exception.Message, null, "engine_error"));
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

    private static async Task WriteAsync(HttpContext context, ApiException problem)
    {
        var answer = Describe(problem.Status, problem.Message, problem.Field, problem.Code);
        if (problem.Load is { } load)
        {
            answer["x_load"] = load.ToJson();
        }

        var body = answer.ToJsonString(ApiJson.Options);
        if (context.Response.HasStarted)
        {
            // A stream has begun: the error is its last event.
            await context.Response.WriteAsync(context.Response.ContentType == EventStream.ContentType ? $"data: {body}\n\n" : $"{body}\n");
            return;
        }

        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "application/json";
        if (problem.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (problem.Allow is { } methods)
        {
            context.Response.Headers.Allow = methods;
        }

        await context.Response.WriteAsync(body);
    }
}
