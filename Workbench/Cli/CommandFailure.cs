using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Inference;
using Workbench.Core.Language;
using Workbench.Core.Log;

namespace Workbench.Cli;

/// <summary>Turns what ended a command into words for a person, or one JSON document, and an exit status.</summary>
public static class CommandFailure
{
    public static int Report(Exception exception, IReadOnlyCollection<string> args)
    {
        var json = args.Contains("--json");
        switch (exception)
        {
            case InputException input:
                Print(json, input.Problems);
                return ExitCode.BadInput;
            case ModelUnavailableException unavailable:
                Print(json, [new InputProblem(unavailable.Reason)]);
                return ExitCode.ModelUnavailable;
            case NotAllowedException notAllowed:
                Print(json, [new InputProblem(notAllowed.Reason)]);
                return ExitCode.BadInput;
            case LogDamagedException damaged:
                Print(json, [new InputProblem(damaged.Reason)]);
                return ExitCode.DidNotHold;
            case OperationCanceledException:
                return ExitCode.Interrupted;
            case CommandAppException usage:
                Print(json, UsageProblem.Of(usage.Message, args));
                return ExitCode.BadInput;
            default:
                Print(json, exception.ToString());
                return ExitCode.ModelUnavailable;
        }
    }

    private static void Print(bool json, IReadOnlyList<InputProblem> problems)
    {
        if (!json)
        {
            foreach (var problem in problems)
            {
                Console.Error.WriteLine(problem);
            }

            return;
        }

        var first = Describe(problems[0]);
        if (problems.Count > 1)
        {
            first["problems"] = new JsonArray([.. problems.Select(Describe)]);
        }

        Console.Out.WriteLine(new JsonObject { ["error"] = first }.ToJsonString(CommandJson.Options));
    }

    private static void Print(bool json, UsageProblem problem)
    {
        var hint = CommandOutput.Say("SeeHelp");
        if (json)
        {
            Console.Out.WriteLine(new JsonObject { ["error"] = new JsonObject { ["message"] = problem.Message, ["file"] = null, ["line"] = null, ["field"] = problem.Field, ["hint"] = hint } }.ToJsonString(CommandJson.Options));
        }
        else
        {
            Console.Error.WriteLine($"{problem.Message} {hint}");
        }
    }

    private static void Print(bool json, string message)
    {
        if (json)
        {
            Console.Out.WriteLine(new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["file"] = null, ["line"] = null, ["field"] = null, ["hint"] = null } }.ToJsonString(CommandJson.Options));
        }
        else
        {
            Console.Error.WriteLine(message);
        }
    }

    private static JsonObject Describe(InputProblem problem) => new()
    {
        ["message"] = problem.Message.ToString(),
        ["file"] = problem.File,
        ["line"] = problem.Line,
        ["field"] = problem.Field,
        ["hint"] = problem.Hint?.ToString(),
    };
}

/// <summary>How commands write JSON: camel case, Chinese as it is.</summary>
public static class CommandJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
    };
}
