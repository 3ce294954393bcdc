using System.Text.Json;

namespace Workbench.Core.Findings;

/// <summary>Words as commands, addresses and the log write them: <c>in-progress</c>.</summary>
public static class FindingNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <returns>Null for what is none of them.</returns>
    public static T? Parse<T>(string? name)
        where T : struct, Enum => name is null ? null : Enum.GetValues<T>().Where(value => Of(value) == name).Select(value => (T?)value).FirstOrDefault();

    public static string All<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Of));
}
