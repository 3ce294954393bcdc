using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage.Governance;
using Workbench.Hosting;

namespace Workbench.Cli;

/// <summary><c>token new|list|revoke</c>: personal access tokens of who asks.</summary>
public static class TokenCommands
{
    public static void AddTo(IConfigurator<CommandSettings> token)
    {
        token.SetDescription("Your access tokens.");
        token.AddCommand<TokenNewCommand>("new").WithDescription("Makes a token and shows it, this once.");
        token.AddCommand<TokenListCommand>("list").WithDescription("Your tokens, newest first.");
        token.AddCommand<TokenRevokeCommand>("revoke").WithDescription("Ends a token.");
    }

    internal static JsonObject Describe(PersonalToken token, DateTimeOffset now) => new()
    {
        ["id"] = token.Id,
        ["name"] = token.Name,
        ["person"] = token.PersonId,
        ["scope"] = new JsonArray([.. token.Scope.Order().Select(permission => JsonValue.Create(permission.ToString()))]),
        ["createdAt"] = token.CreatedAt,
        ["expiresAt"] = token.ExpiresAt,
        ["revokedAt"] = token.RevokedAt,
        ["lastUsedAt"] = token.LastUsedAt,
        ["active"] = token.IsActive(now),
    };

    /// <exception cref="InputException">A name that is no permission.</exception>
    internal static ImmutableHashSet<Permission> ReadScope(IEnumerable<string> names)
    {
        var known = Enum.GetNames<Permission>();
        var unknown = names.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
        return unknown.Count == 0
            ? [.. names.Select(name => Enum.Parse<Permission>(name, ignoreCase: true))]
            : throw new InputException([.. unknown.Select(name => new InputProblem(new Phrase("Governance.NoSuchPermission", name, string.Join(", ", known)), Field: "scope"))]);
    }
}

/// <summary><c>token new</c>.</summary>
public sealed class TokenNewCommand : AsyncCommand<TokenNewCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "<NAME>")]
        [Description("So that you know later which one it is.")]
        public required string Name { get; init; }

        [CommandOption("--scope <PERMISSION>", isRequired: true)]
        [Description("What it may be used for; may be repeated: Read, LoadModels, RunSuites, Vote, RaceCandidates, Assess, ProposeDecision, DecideDecision, ExportResults, ExportLog, BackUp, ManagePeople, ManageLog.")]
        public string[] Scope { get; init; } = [];

        [CommandOption("--days <N>")]
        [Description("How long it lives; 90 unless told, 366 at most.")]
        public int Days { get; init; } = 90;
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var scope = TokenCommands.ReadScope(settings.Scope);
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken);
        var (token, secret) = await services.GetRequiredService<TokenStore>().CreateAsync(settings.Name, scope, TimeSpan.FromDays(settings.Days), actor, cancellationToken);
        var document = TokenCommands.Describe(token, services.GetRequiredService<TimeProvider>().GetUtcNow());
        document["token"] = secret;
        CommandOutput.Write(settings.Json, document, secret);
        return ExitCode.Done;
    }
}

/// <summary><c>token list</c>.</summary>
public sealed class TokenListCommand : AsyncCommand<ActingSettings>
{
    public override async Task<int> ExecuteAsync(CommandContext context, ActingSettings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var actor = await settings.ActorAsync(services, cancellationToken);
        var tokens = await services.GetRequiredService<TokenStore>().ListAsync(actor.Id, cancellationToken);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        CommandOutput.Write(
            settings.Json,
            new JsonObject { ["tokens"] = new JsonArray([.. tokens.Select(token => TokenCommands.Describe(token, now))]) },
            string.Join(Environment.NewLine, tokens.Select(token =>
                string.Create(CultureInfo.InvariantCulture, $"{token.Id}  {(token.IsActive(now) ? token.ExpiresAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "—         ")}  {token.Name}  {string.Join(", ", token.Scope.Order())}"))));
        return ExitCode.Done;
    }
}

/// <summary><c>token revoke</c>.</summary>
public sealed class TokenRevokeCommand : AsyncCommand<TokenRevokeCommand.Settings>
{
    public sealed class Settings : ActingSettings
    {
        [CommandArgument(0, "<ID>")]
        [Description("As the list shows it.")]
        public required string Id { get; init; }
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        await using var services = await WorkspaceServices.OpenAsync(settings.Data, cancellationToken);
        var token = await services.GetRequiredService<TokenStore>().RevokeAsync(settings.Id, await settings.ActorAsync(services, cancellationToken), cancellationToken);
        CommandOutput.Write(settings.Json, TokenCommands.Describe(token, services.GetRequiredService<TimeProvider>().GetUtcNow()), token.Id);
        return ExitCode.Done;
    }
}
