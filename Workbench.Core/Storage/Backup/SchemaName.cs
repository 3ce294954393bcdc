namespace Workbench.Core.Storage.Backup;

/// <summary>Migrations have the same names in both databases, and other numbers.</summary>
internal static class SchemaName
{
    /// <param name="migration">For example <c>20260101000000_Initial</c>.</param>
    public static string Of(string migration) => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..];

    /// <returns>The migration of that name; null when there is none.</returns>
    public static string? Find(IEnumerable<string> migrations, string name) => migrations.FirstOrDefault(each => Of(each) == name);
}
