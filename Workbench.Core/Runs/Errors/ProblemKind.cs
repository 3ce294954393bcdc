using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Scoring;
using Workbench.Core.Scoring.Judges;

namespace Workbench.Core.Runs.Errors;

/// <summary>Why cells have no answer or no score, as one word for all cells with the same cause: the sentence's key, what lay beneath it, and the status an endpoint gave; for a scorer its kind and the sentence's key.</summary>
/// <example><c>error/Runs.ModelNotThere/Inference.EndpointRefused/503</c>, <c>unscored/semantic-entropy/Scoring.NoTokens</c>.</example>
public sealed record ProblemKind(string Name)
{
    private const string Failed = "error";
    private const string NotScored = "unscored";
    private const char Between = '/';

    /// <summary>Longest name that is kept.</summary>
    public const int MostLength = 200;

    private static readonly (string Start, ProblemClass Class)[] Classes =
    [
        ("Inference.EndpointTooSlow", ProblemClass.TooSlow), ("Inference.EndpointSilent", ProblemClass.TooSlow), ("Inference.HostSilent", ProblemClass.TooSlow), ("Inference.HostStalled", ProblemClass.TooSlow),
        ("Inference.HostSlowToLoad", ProblemClass.TooSlow), ("Inference.HostNotBack", ProblemClass.Died), ("Inference.HostNotStarted", ProblemClass.NotLoaded), ("Inference.Host", ProblemClass.Died), ("Runs.ModelLost", ProblemClass.Died), ("Runs.DiedAgain", ProblemClass.Died),
        ("Inference.Endpoint", ProblemClass.Endpoint), ("Inference.Answer", ProblemClass.Endpoint), ("Inference.Key", ProblemClass.Endpoint), ("Runs.OutputFailed", ProblemClass.Endpoint),
        ("Inference.Model", ProblemClass.NotLoaded), ("Inference.Damaged", ProblemClass.NotLoaded), ("Inference.No", ProblemClass.NotLoaded), ("Inference.Pool", ProblemClass.NotLoaded), ("Inference.Adapter", ProblemClass.NotLoaded), ("Inference.Context", ProblemClass.NotLoaded), ("Models.", ProblemClass.NotLoaded),
        ("Inference.Prompt", ProblemClass.Question), ("Inference.ControlTokens", ProblemClass.Question), ("Inference.EmptyPrompt", ProblemClass.Question), ("Runs.AskFailed", ProblemClass.Question),
    ];

    /// <summary>The machinery failed; otherwise a scorer could not judge.</summary>
    public bool IsError => Name.StartsWith($"{Failed}{Between}", StringComparison.Ordinal);

    /// <summary>A judge could not be asked; the answer is there and can be judged once the judge is.</summary>
    public bool IsNotJudged => !IsError && Key == JudgeScorer.NotAskedKey;

    /// <summary>Asking again may help: the machinery failed, or a judge was not there.</summary>
    public bool CanBeRetried => IsError || IsNotJudged;

    /// <summary>Who could not judge; null for an error.</summary>
    public string? Scorer => IsError ? null : Parts.ElementAtOrDefault(1);

    /// <summary>Key of the sentence that says most: the innermost.</summary>
    public string Key => Parts.LastOrDefault(part => part.Contains('.', StringComparison.Ordinal)) ?? "";

    /// <summary>What an endpoint gave with its refusal, for example <c>503</c>.</summary>
    public string? Status => IsError && Parts[^1].All(char.IsAsciiDigit) ? Parts[^1] : null;

    public ProblemClass Class => !IsError ? ProblemClass.Scorer
        : Parts.Skip(1).Reverse().SelectMany(part => Classes.Where(known => part.StartsWith(known.Start, StringComparison.Ordinal))).Select(known => (ProblemClass?)known.Class).FirstOrDefault() ?? ProblemClass.Other;

    private string[] Parts => Name.Split(Between);

    public static ProblemKind OfError(Phrase error)
    {
        // What follows the first argument is not said; it is there to tell causes apart (see Because).
        var beneath = (error.Arguments.IsDefault ? [] : error.Arguments).Skip(1).Where(IsKey);
        var status = (error.Arguments.IsDefault ? [] : error.Arguments).Skip(2).Take(1).Where(part => part.Length == 3 && part.All(char.IsAsciiDigit));
        return new ProblemKind(Cut(string.Join(Between, [Failed, error.Key, .. beneath.Take(1), .. status])));
    }

    public static ProblemKind OfScore(string scorer, Phrase reason) => new(Cut(string.Join(Between, NotScored, scorer, reason.Key)));

    /// <summary>Every kind of problem that a cell has, each once.</summary>
    public static ImmutableArray<ProblemKind> Of(Phrase? error, IEnumerable<(string Scorer, Outcome Outcome, Phrase Reason)> scores) => error is not null
        ? [OfError(error)]
        : [.. scores.Where(score => score.Outcome == Outcome.Unscored).Select(score => OfScore(score.Scorer, score.Reason)).Distinct()];

    /// <summary>A sentence with another as its argument, in both languages, whose cause can still be told apart when it has been made words.</summary>
    public static Phrase Because(string key, Phrase reason)
    {
        ImmutableArray<string> said = [Phrase.Both(reason), reason.Key];
        return new Phrase(key, reason is { Key: "Inference.EndpointRefused", Arguments: [_, var status, ..] } ? said.Add(status) : said);
    }

    private static bool IsKey(string part) => part.Length is > 2 and < 80 && part.Contains('.', StringComparison.Ordinal) && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-');

    private static string Cut(string name) => name.Length <= MostLength ? name : name[..MostLength];
}

/// <summary>What a problem has to do with, and so what helps.</summary>
public enum ProblemClass
{
    /// <summary>An endpoint refused or broke off.</summary>
    Endpoint,

    /// <summary>Nothing came in time.</summary>
    TooSlow,

    /// <summary>The model could not be loaded, or is not there.</summary>
    NotLoaded,

    /// <summary>The model's process ended.</summary>
    Died,

    /// <summary>The question itself could not be asked.</summary>
    Question,

    /// <summary>A scorer could not judge the answer: asking again does not help.</summary>
    Scorer,
    Other,
}
