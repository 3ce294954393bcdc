namespace Workbench.Cli;

/// <summary>What a command's exit status means; other tools rely on it.</summary>
public static class ExitCode
{
    public const int Done = 0;

    /// <summary>Done, but something asked for did not hold: a gate failed, a log does not verify.</summary>
    public const int DidNotHold = 1;

    public const int BadInput = 2;

    public const int ModelUnavailable = 3;

    /// <summary>Interrupted; state is kept and the command can be resumed.</summary>
    public const int Interrupted = 130;
}
