using System.Collections.Immutable;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Workbench.Core.Language;

namespace Workbench.Core.Storage.Governance;

/// <summary>ASP.NET Core Identity over one context: hashes (PBKDF2), password rules, lock-out, security stamps, second factor, recovery codes.</summary>
internal sealed class PersonAccounts(WorkbenchDbContext db, TimeProvider time) : UserManager<PersonRow>(
    new PersonIdentity(db), Microsoft.Extensions.Options.Options.Create(Rules()), SharedHasher, [], [new PasswordValidator<PersonRow>(), new GuessablePasswords()], new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(), null!, NullLogger<UserManager<PersonRow>>.Instance)
{
    public const int LeastPasswordLength = 10;

    public static readonly PasswordHasher<PersonRow> SharedHasher = new();

    /// <summary>By the workspace's clock.</summary>
    public override Task<bool> IsLockedOutAsync(PersonRow user) => Task.FromResult(user.LockedUntil > time.GetUtcNow());

    /// <summary>Every fifth failure locks for a quarter of an hour; the count goes on until a sign-in succeeds.</summary>
    public override Task<IdentityResult> AccessFailedAsync(PersonRow user)
    {
        user.FailedSignIns++;
        user.LockedUntil = user.FailedSignIns % Options.Lockout.MaxFailedAccessAttempts == 0 ? time.GetUtcNow() + Options.Lockout.DefaultLockoutTimeSpan : null;
        return UpdateAsync(user);
    }

    /// <summary>Replaces the password, ends the lock-out and every session.</summary>
    public async Task ReplacePasswordAsync(PersonRow user, string password)
    {
        user.SecurityStamp ??= Guid.NewGuid().ToString("n");
        (user.FailedSignIns, user.LockedUntil) = (0, null);
        Done(await UpdatePasswordHash(user, password, validatePassword: false).ConfigureAwait(false));
        Done(await UpdateAsync(user).ConfigureAwait(false));
    }

    /// <returns>What is wrong with it; empty when nothing.</returns>
    public async Task<ImmutableArray<InputProblem>> ProblemsAsync(PersonRow user, string? password)
    {
        var problems = ImmutableArray.CreateBuilder<InputProblem>();
        foreach (var validator in PasswordValidators)
        {
            problems.AddRange((await validator.ValidateAsync(this, user, password).ConfigureAwait(false)).Errors.Select(error => new InputProblem(Words(error.Code), Field: "password")));
        }

        // Too short says enough.
        return problems.Count > 0 ? [problems[0]] : [];
    }

    /// <exception cref="InvalidOperationException">Identity refused what was checked before.</exception>
    public static void Done(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
        }
    }

    private static Phrase Words(string code) => code switch
    {
        "PasswordTooShort" => new Phrase("Governance.PasswordTooShort", $"{LeastPasswordLength}"),
        GuessablePasswords.HoldsName => new Phrase("Governance.PasswordHoldsName"),
        _ => new Phrase("Governance.PasswordGuessable"),
    };

    private static IdentityOptions Rules() => new()
    {
        // Length and being hard to guess; rules about kinds of characters make worse passwords.
        Password = { RequiredLength = LeastPasswordLength, RequiredUniqueChars = 5, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false },
        Lockout = { MaxFailedAccessAttempts = 5, DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15) },
    };
}

/// <summary>Refuses what is tried first: the name itself, well-known words, runs of neighbours.</summary>
internal sealed class GuessablePasswords : IPasswordValidator<PersonRow>
{
    public const string HoldsName = "PasswordHoldsName";

    private static readonly string[] Known = ["password", "passwort", "qwerty", "asdfgh", "letmein", "iloveyou", "welcome", "workbench", "admin", "mima", "woaini", "12345", "54321", "abcde", "11111", "00000"];

    public Task<IdentityResult> ValidateAsync(UserManager<PersonRow> manager, PersonRow user, string? password)
    {
        var text = password ?? "";
        if (user.Name.Length > 2 && text.Contains(user.Name, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(IdentityResult.Failed(new IdentityError { Code = HoldsName }));
        }

        // What is left without the well-known parts must still be worth guessing.
        var rest = Known.Aggregate(text, (left, word) => left.Replace(word, "", StringComparison.OrdinalIgnoreCase));
        return Task.FromResult(rest.Length < Math.Min(6, text.Length) ? IdentityResult.Failed(new IdentityError { Code = "PasswordGuessable" }) : IdentityResult.Success);
    }
}
