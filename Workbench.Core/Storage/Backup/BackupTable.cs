using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Workbench.Core.Storage.Backup;

/// <summary>One table of the model, with its columns and the order of its rows.</summary>
internal sealed record BackupTable(string Name, IReadOnlyList<BackupColumn> Columns, IReadOnlyList<string> Key)
{
    public string Select => $"SELECT {string.Join(", ", Columns.Select(column => $"\"{column.Name}\""))} FROM \"{Name}\" ORDER BY {string.Join(", ", Key.Select(column => $"\"{column}\""))}";

    /// <returns>Every table, each after those that its foreign keys lead to.</returns>
    public static IReadOnlyList<BackupTable> All(IModel model)
    {
        List<IEntityType> ordered = [];
        HashSet<IEntityType> met = [];
        foreach (var entity in model.GetEntityTypes().OrderBy(entity => entity.GetTableName(), StringComparer.Ordinal))
        {
            Visit(entity);
        }

        return [.. ordered.Select(Of)];

        void Visit(IEntityType entity)
        {
            if (met.Add(entity))
            {
                foreach (var key in entity.GetForeignKeys())
                {
                    Visit(key.PrincipalEntityType);
                }

                ordered.Add(entity);
            }
        }
    }

    private static BackupTable Of(IEntityType entity) => new(
        entity.GetTableName()!,
        [.. entity.GetProperties().Select(BackupColumn.Of)],
        [.. entity.FindPrimaryKey()!.Properties.Select(property => property.GetColumnName())]);
}
