namespace Workbench.Cli;

/// <summary>Options that every command takes may also stand before it: <c>--data DIR run SUITE</c>.</summary>
internal static class SharedOptions
{
    public static string[] AfterCommand(string[] args)
    {
        var at = 0;
        while (at < args.Length && args[at].StartsWith("--", StringComparison.Ordinal))
        {
            var taken = args[at] switch
            {
                "--data" => 2,
                "--json" => 1,
                var option when option.StartsWith("--data=", StringComparison.Ordinal) => 1,
                _ => 0,
            };
            if (taken == 0)
            {
                return args;
            }

            at += taken;
        }

        if (at == 0 || at >= args.Length || args[at].StartsWith('-'))
        {
            return args;
        }

        // What stands behind a bare -- is no option.
        var command = args[at..];
        var end = Array.IndexOf(command, "--");
        return end < 0 ? [.. command, .. args[..at]] : [.. command[..end], .. args[..at], .. command[end..]];
    }
}
