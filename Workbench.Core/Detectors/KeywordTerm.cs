namespace Workbench.Core.Detectors;

/// <summary>A word to look for, and what is known of it.</summary>
/// <param name="Class">Risk it belongs to, for example <c>a.1.f</c>, or a name of the organisation's own.</param>
/// <param name="Language">BCP 47 tag.</param>
/// <param name="Source">Where it was taken from; null when not said.</param>
/// <param name="Due">When it has to be looked at again; null when never.</param>
/// <param name="Line">In its file, 1-based.</param>
public sealed record KeywordTerm(string Term, string Class, string Language, string? Source, string? Note, DateOnly? Due, int Line);

/// <summary>A place where a term was found.</summary>
/// <param name="Start">In the text, in UTF-16 units.</param>
/// <param name="Found">As it stands there, tricks and all.</param>
public sealed record KeywordHit(KeywordTerm Term, int Start, string Found);
