using System.Globalization;
using Workbench.Core.Compliance;
using Workbench.Core.Language;
using Workbench.Core.Statistics;

namespace Workbench.Core.Reports.Blocks;

/// <summary>Words, numbers and times in a report's language, and the small blocks that every section is made of.</summary>
internal sealed class ReportTexts(CultureInfo culture)
{
    public CultureInfo Culture => culture;

    public bool IsChinese => culture.TwoLetterISOLanguageName == "zh";

    /// <param name="key">Entry of this folder.</param>
    public string Words(string key, params string[] arguments) => new Phrase($"Reports.{key}", arguments).In(culture);

    public string Say(Phrase phrase) => phrase.In(culture);

    public string Percent(double share) => Words("Percent", (100 * share).ToString("0.0", CultureInfo.InvariantCulture));

    /// <summary>A name written in both languages (<c>Wen Li · 李雯</c>) in the report's; the id where there is none.</summary>
    public string Person(ReportContent content, string id) => content.People.GetValueOrDefault(id) is { } name ? name.Split(" · ") is { Length: 2 } both ? both[IsChinese ? 1 : 0] : name : id;

    /// <summary>A risk, class or subject by its tag in words: <c>gbt.a.1.f</c> as "A.1.f …"; a tag that the taxonomy does not know stays as it is.</summary>
    public string Risk(ReportContent content, string tag) => RiskTag.Named(content.Taxonomy, tag, culture);

    public string Join(IEnumerable<string> items) => string.Join(Words("ListSeparator"), items);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    public TextBlock Text(string key, params string[] arguments) => new(Words(key, arguments));

    public TextBlock Warning(string key, params string[] arguments) => new(Words(key, arguments), TextKind.Warning);

    public HeadingBlock Heading(string key, params string[] arguments) => new(Words(key, arguments));

    /// <summary>Facts without a value are left out.</summary>
    public FactsBlock Facts(params (string Key, string? Value)[] facts) =>
        new([.. facts.Where(fact => !string.IsNullOrEmpty(fact.Value)).Select(fact => new ReportFact(Words(fact.Key), fact.Value!))]);

    /// <summary>Facts without a value are named as missing.</summary>
    public FactsBlock Stated(params (string Key, string? Value)[] facts) =>
        new([.. facts.Select(fact => new ReportFact(Words(fact.Key), string.IsNullOrWhiteSpace(fact.Value) ? Words("NotStated") : fact.Value))]);

    public static ListBlock List(IEnumerable<string> items) => new([.. items.Select(item => new ReportCell(item))]);

    /// <param name="columns">Keys of the headings.</param>
    public TableBlock Table(string title, string[] columns, IEnumerable<ReportRow> rows, string? kind = null) =>
        new(title, [.. columns.Select(column => Words(column))], [.. rows], kind);

    public static ReportCell Cell(string? text) => new(text ?? "");

    public static ReportCell Strong(string text, params string[] notes) => new(text) { IsStrong = true, Notes = [.. notes] };

    public static ReportCell Number(long number) => new(Count(number)) { Number = number };

    public ReportCell Share(Estimate estimate, string? anchor = null) => new(Percent(estimate.Value)) { Number = estimate.Value, IsShare = true, Anchor = anchor };

    /// <summary>The interval, drawn and in words.</summary>
    public ReportCell Interval(Estimate estimate, ClauseLimit? limit = null, Demonstrated demonstrated = Demonstrated.Undecided) =>
        new($"{Percent(estimate.Low)} – {Percent(estimate.High)}") { Mark = new ReportMark(estimate, limit, demonstrated) };

    public ReportCell Verdict(Verdict verdict, params string[] notes) => new(Say(ReportWords.Verdict(verdict))) { Tone = verdict.ToString(), Notes = [.. notes] };
}
