namespace Workbench.Cli;

/// <summary>Makes <c>--input -</c> mean standard input, as everywhere; the parser of the command line only takes it as <c>--input=-</c>.</summary>
public static class StandardInput
{
    public const string Name = "-";

    public static IReadOnlyList<string> Joined(IReadOnlyList<string> args)
    {
        var joined = new List<string>();
        foreach (var arg in args)
        {
            if (arg == Name && joined.Count > 0 && joined[^1].StartsWith("--", StringComparison.Ordinal) && !joined[^1].Contains('='))
            {
                joined[^1] += "=-";
            }
            else
            {
                joined.Add(arg);
            }
        }

        return joined;
    }
}
