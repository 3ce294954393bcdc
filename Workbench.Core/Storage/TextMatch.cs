using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace Workbench.Core.Storage;

/// <summary>Looks for words in a column, letter case ignored for Latin letters, in each database's own way.</summary>
internal static class TextMatch
{
    private static readonly MethodInfo Like = typeof(DbFunctionsExtensions).GetMethod(nameof(DbFunctionsExtensions.Like), [typeof(DbFunctions), typeof(string), typeof(string), typeof(string)])!;
    private static readonly MethodInfo ILike = typeof(NpgsqlDbFunctionsExtensions).GetMethod(nameof(NpgsqlDbFunctionsExtensions.ILike), [typeof(DbFunctions), typeof(string), typeof(string), typeof(string)])!;

    /// <param name="text">Stands anywhere in the column; signs that patterns know mean themselves.</param>
    public static Expression<Func<T, bool>> Contains<T>(WorkbenchDbContext db, Expression<Func<T, string?>> column, string text)
    {
        var pattern = Pattern(text);
        Expression<Func<string>> captured = () => pattern;
        var call = Expression.Call(db.Database.IsNpgsql() ? ILike : Like, Expression.Constant(EF.Functions), column.Body, captured.Body, Expression.Constant(@"\"));
        return Expression.Lambda<Func<T, bool>>(call, column.Parameters);
    }

    public static string Pattern(string text) => $"%{text.Replace("\0", "", StringComparison.Ordinal).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
}
