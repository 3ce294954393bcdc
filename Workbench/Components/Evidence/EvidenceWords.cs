using System.Globalization;
using Microsoft.Extensions.Localization;
using Workbench.Components.Shared;
using Workbench.Configuration;
using Workbench.Core.Evidence;

namespace Workbench.Components.Evidence;

/// <summary>How pages write kinds, ends and subjects of evidence.</summary>
public static class EvidenceWords
{
    public static string Of(IStringLocalizer<EvidenceText> text, EvidenceKind kind) => text[$"Kind.{EvidenceNames.Of(kind)}"];

    /// <summary>The last day that counts: an end is the moment after it, in UTC as commands write it.</summary>
    public static string LastDay(DateTimeOffset end) => end.UtcDateTime.AddTicks(-1).ToString(Cultures.IsChinese ? "yyyy年M月d日" : "d MMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>The moment after a day that still counts.</summary>
    public static DateTimeOffset? EndOf(DateOnly? day) => day is { } last ? new DateTimeOffset(last.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;

    public static string Size(IStringLocalizer<EvidenceText> text, long bytes) =>
        bytes < 1024 ? text["BytesOf", bytes] : bytes >= 1 << 20 ? text["Mib", Numbers.Digits(bytes / 1048576d, 1)] : text["Kib", Numbers.Digits(bytes / 1024d, 1)];

    /// <summary>Where the subject is shown; null where no page shows it.</summary>
    public static string? UrlOf(EvidenceSubject subject) => subject.Kind switch
    {
        "clause" => WorkbenchUrls.Assessment(subject.Id.Split(' ')[0], ("clause", subject.Id.Split(' ')[1])),
        "assessment" => WorkbenchUrls.Assessment(subject.Id),
        "finding" => WorkbenchUrls.Finding(subject.Id),
        "exception" => WorkbenchUrls.Exception(subject.Id),
        "decision" => WorkbenchUrls.Decision(subject.Id),
        "run" => WorkbenchUrls.Run(subject.Id),
        "provenance" => WorkbenchUrls.Provenance(subject.Id),
        _ => null,
    };
}
