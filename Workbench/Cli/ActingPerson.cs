using System.ComponentModel;
using Spectre.Console.Cli;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Governance;

namespace Workbench.Cli;

/// <summary>Options of commands that somebody answers for.</summary>
public class ActingSettings : WorkspaceSettings
{
    [CommandOption("--as <PERSON>")]
    [Description("Id or name; not needed while one person uses the workspace.")]
    public string? As { get; init; }

    /// <summary>Who the command acts as. Whoever may read the workspace's files may name anybody: the log keeps whom they named.</summary>
    internal async Task<Actor> ActorAsync(PeopleStore people, CancellationToken cancellation)
    {
        if (As is { } name)
        {
            return await people.FindAsync(name, cancellation) is { } person
                ? person.ToActor()
                : throw new InputException(new InputProblem(new Phrase("Governance.NoSuchPerson", name), Field: "--as"));
        }

        return SignInPolicy.IsRequired(await people.CountAsync(cancellation), listensBeyondLoopback: false)
            ? throw new InputException(new InputProblem(new Phrase("Governance.WhoAsks"), Field: "--as"))
            : Actor.Owner;
    }
}
