using System.Globalization;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;
using Workbench.Core.Language;
using Workbench.Core.Storage;

namespace Workbench.Tests.Storage;

public sealed class DatabaseWordsTests
{
    public static TheoryData<Exception, string, string> Kinds => new()
    {
        { new PostgresException("no such user", "FATAL", "FATAL", "28P01"), "user or password is not accepted (“28P01: no such user”)", "用户名或密码未被接受（“28P01: no such user”）" },
        { new PostgresException("gone", "FATAL", "FATAL", "3D000"), "there is no such database (“3D000: gone”)", "没有该数据库（“3D000: gone”）" },
        { new PostgresException("odd", "ERROR", "ERROR", "42P01"), "“42P01: odd”", "“42P01: odd”" },
        { new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused)), "nothing takes connections there", "该地址无人接受连接" },
        { new SqliteException("SQLite Error 19: 'UNIQUE constraint failed: runs.id'.", 19), "rows break a rule of their table (“19: UNIQUE constraint failed: runs.id”)", "有行违反了表的约束（“19: UNIQUE constraint failed: runs.id”）" },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Of_Refusal_SaysItsKindInEachLanguage(Exception refused, string english, string chinese)
    {
        var said = new Phrase("Storage.BackupRefused", DatabaseWords.Of(refused));

        Assert.Equal($"The database does not take these rows: {english}", said.In(CultureInfo.GetCultureInfo("en")));
        Assert.Equal($"数据库不接受这些行：{chinese}", said.In(CultureInfo.GetCultureInfo("zh-Hans")));
    }
}
