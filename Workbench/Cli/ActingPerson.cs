using System.ComponentModel;
using Spectre.Console.Cli;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Governance;

namespace Workbench.Cli;

/// <summary>Options of commands that somebody answers for.</summary>
public class ActingSettings : WorkspaceSettings
{
    /// <summary>Where a token is taken from without <c>--token</c>: neither the shell's history nor the process list shows it.</summary>
    private const string TokenVariable = "WORKBENCH_TOKEN";

    [CommandOption("--as <PERSON>")]
    [Description("Id or name; not needed while one person uses the workspace.")]
    public string? As { get; init; }

    [CommandOption("--token <TOKEN>")]
    [Description("A personal access token: acts as its person, for what it was made for. Better in WORKBENCH_TOKEN.")]
    public string? Token { get; init; }

    /// <summary>Who the command acts as: the token's person, else whom it names. Whoever may read the workspace's files may name anybody: the log keeps whom they named.</summary>
    /// <param name="namesItself">The people of a demonstration are nobody who could be asked, except where a person is the point (decisions).</param>
    internal async Task<Actor> ActorAsync(IServiceProvider services, CancellationToken cancellation, bool namesItself = false)
    {
        var people = services.GetRequiredService<PeopleStore>();
        if ((Token ?? (As is null ? Environment.GetEnvironmentVariable(TokenVariable) : null)) is { Length: > 0 } token)
        {
            return await services.GetRequiredService<TokenStore>().ActorAsync(token, cancellation)
                ?? throw new InputException(new InputProblem(new Phrase("Governance.TokenRefused"), Field: Token is null ? TokenVariable : "--token"));
        }

        if (As is { } name)
        {
            return await people.FindAsync(name, cancellation) is { } person
                ? person.IsLocked ? throw new NotAllowedException(new Phrase("Governance.PersonLocked", person.Name)) : person.ToActor()
                : throw new InputException(new InputProblem(new Phrase("Governance.NoSuchPerson", name), Field: "--as"));
        }

        var enrolled = (await people.ListAsync(cancellation)).Count(person => namesItself || !person.IsDemo);
        return SignInPolicy.IsRequired(enrolled, listensBeyondLoopback: false)
            ? throw new InputException(new InputProblem(new Phrase("Governance.WhoAsks"), Field: "--as"))
            : Actor.Owner;
    }
}
