using System.Text.RegularExpressions;

namespace Workbench.Cli;

/// <summary>What is wrong with a command as it was typed, in the product's languages: the library that reads it speaks one, and names no option.</summary>
/// <param name="Field">The option or argument; null where there is none to name.</param>
public sealed partial record UsageProblem(string Message, string? Field)
{
    /// <param name="words">What the library says of it.</param>
    /// <param name="args">As they were typed.</param>
    public static UsageProblem Of(string words, IReadOnlyCollection<string> args)
    {
        if (UnknownOption().Match(words) is { Success: true } option)
        {
            var name = option.Groups[1].Value;
            var typed = args.FirstOrDefault(arg => arg.TrimStart('-').Split('=')[0] == name) ?? (name.Length == 1 ? "-" : "--") + name;
            return new UsageProblem(CommandOutput.Say("UnknownOption", typed.Split('=')[0]), typed.Split('=')[0]);
        }

        if (UnknownCommand().Match(words) is { Success: true } command)
        {
            return new UsageProblem(CommandOutput.Say("UnknownCommand", command.Groups[1].Value), null);
        }

        if (Missing().Match(words) is { Success: true } missing)
        {
            return new UsageProblem(CommandOutput.Say("MissingArgument", missing.Groups[1].Value, missing.Groups[2].Value), missing.Groups[2].Value);
        }

        if (Unconverted().Match(words) is { Success: true } value)
        {
            var (given, before) = (value.Groups[1].Value, "");
            foreach (var arg in args)
            {
                if (arg == given || arg == $"{before}={given}")
                {
                    break;
                }

                before = arg.StartsWith('-') ? arg.Split('=')[0] : before;
            }

            // The library puts this in where an option ends the line.
            return given == "__default_command" ? new UsageProblem(CommandOutput.Say("MissingValue", before), before) : new UsageProblem(CommandOutput.Say("NotAValue", given, before), before);
        }

        return new UsageProblem(words, null);
    }

    [GeneratedRegex("^Unknown option '(.+)'\\.$")]
    private static partial Regex UnknownOption();

    [GeneratedRegex("^Unknown command '(.+)'\\.$")]
    private static partial Regex UnknownCommand();

    [GeneratedRegex("^Command '(.+)' is missing required argument '(.+)'\\.$")]
    private static partial Regex Missing();

    [GeneratedRegex("^Failed to convert '(.*)' to ")]
    private static partial Regex Unconverted();
}
