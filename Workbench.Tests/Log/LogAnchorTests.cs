using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Log;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Log;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Log;

public sealed class SqliteLogAnchorTests() : LogAnchorTests(DatabaseKind.Sqlite);

public sealed class PostgresLogAnchorTests() : LogAnchorTests(DatabaseKind.Postgres);

public abstract class LogAnchorTests : IDisposable
{
    private static readonly Actor Chief = new("chief", "Wen", [Role.Administrator]);

    private readonly TestDatabase _database;
    private readonly Workspace _workspace;
    private readonly LogStore _log;
    private readonly LogAnchor _anchor;

    protected LogAnchorTests(DatabaseKind kind)
    {
        OpenSslAuthority.Require();
        _database = new TestDatabase(kind);
        _workspace = new Workspace(_database.Folder);
        _log = new LogStore(_database.Factory, _workspace, TimeProvider.System);
        _anchor = new LogAnchor(_database.Factory, _log, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keep_AnAnswerToTheRequest_StandsInLogAndExportAndOpenSslAgrees()
    {
        using var authority = await OpenSslAuthority.MakeAsync();
        await AppendAsync(5);
        var (checkpoint, request) = await _anchor.RequestAsync(Cancellation);
        await AppendAsync(3);
        await _log.SignAsync(Cancellation);
        var response = await authority.AnswerAsync(request);

        var kept = await _anchor.KeepAsync(response, Chief, Cancellation);
        await _anchor.KeepAsync(response, Chief, Cancellation);

        Assert.Equal((5, OpenSslAuthority.Name), (kept.Size, kept.Authority));
        Assert.True(TimeProvider.System.GetUtcNow() - kept.At < TimeSpan.FromMinutes(5));
        var entry = Assert.Single(await _log.SearchAsync(new LogFilter("log.anchored"), 10, null, Cancellation));
        var detail = JsonNode.Parse(entry.Body)!["detail"]!;
        Assert.Equal(("chief", 5L, kept.Sha256), (entry.Actor, detail["size"]!.GetValue<long>(), detail["sha256"]!.GetValue<string>()));
        Assert.Equal(kept.Sha256, Assert.Single(await _anchor.ListAsync([5, 8], Cancellation)).Sha256);
        Assert.True((await new LogCheck(_database.Factory, _workspace).VerifyAsync(Cancellation)).Ok);

        var pack = Path.Combine(_database.Folder, "pack");
        await new LogExport(_database.Factory, _workspace, _log, TimeProvider.System).WriteAsync(pack, Actor.Owner, Cancellation);
        var (data, stamp) = (Path.Combine(pack, "checkpoints", $"{checkpoint.Size}"), Path.Combine(pack, "timestamps", "5-1.tsr"));
        Assert.Equal(response, await File.ReadAllBytesAsync(stamp, Cancellation));
        var (status, words) = await authority.VerifyAsync(data, stamp);
        Assert.True(status == 0 && words.Contains("Verification: OK", StringComparison.Ordinal), words);
        Assert.Contains("openssl ts -verify -data checkpoints/SIZE -in timestamps/SIZE-1.tsr -CAfile", await File.ReadAllTextAsync(Path.Combine(pack, "VERIFY.md"), Cancellation), StringComparison.Ordinal);
        Assert.True(LogPackCheck.Verify(pack).Ok);

        File.Copy(stamp, Path.Combine(pack, "timestamps", "8-1.tsr"));
        Assert.Equal(new Phrase("Log.PackTimestampDiffers", "timestamps/8-1.tsr"), LogPackCheck.Verify(pack).Problem);
    }

    [Fact]
    public async Task Keep_WhatIsNoAnswerAboutThisLog_IsRefusedAndChangesNothing()
    {
        using var authority = await OpenSslAuthority.MakeAsync();
        await AppendAsync(2);
        var (_, request) = await _anchor.RequestAsync(Cancellation);
        var good = await authority.AnswerAsync(request);
        var broken = good.ToArray();
        broken[^20] ^= 1;
        var foreign = await authority.AnswerAsync(Rfc3161TimestampRequest.CreateFromData("another"u8, HashAlgorithmName.SHA256, requestSignerCertificates: true).Encode());
        var bare = await authority.AnswerAsync(Rfc3161TimestampRequest.CreateFromData(Encoding.UTF8.GetBytes((await _log.SignAsync(Cancellation)).Note), HashAlgorithmName.SHA256).Encode());
        byte[] refused = [0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02];
        var before = (await _log.HeadAsync(Cancellation)).Text;

        Assert.Equal("Log.TimestampUnreadable", await WhyNotAsync(broken));
        Assert.Equal("Log.TimestampUnsigned", await WhyNotAsync(bare));
        Assert.Equal("Log.TimestampOfNothing", await WhyNotAsync(foreign));
        Assert.Equal("Log.TimestampRefused", await WhyNotAsync(refused));
        Assert.Equal("Log.TimestampUnreadable", await WhyNotAsync("no answer"u8.ToArray()));
        Assert.Equal("Log.TimestampUnreadable", await WhyNotAsync([.. good, 0]));
        await Assert.ThrowsAsync<NotAllowedException>(() => _anchor.KeepAsync(good, new Actor("reader", "Bo", [Role.Researcher]), Cancellation));
        Assert.Equal(before, (await _log.HeadAsync(Cancellation)).Text);

        async Task<string> WhyNotAsync(byte[] response) => (await Assert.ThrowsAsync<InputException>(() => _anchor.KeepAsync(response, Chief, Cancellation))).Problems[0].Message.Key;
    }

    [Fact]
    public async Task Ask_AnAuthorityOverHttp_KeepsItsAnswerAndRefusesAnotherOnes()
    {
        using var authority = await OpenSslAuthority.MakeAsync();
        await AppendAsync(2);
        byte[]? first = null;
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/stamp", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            Assert.Equal("application/timestamp-query", request.ContentType);
            return Results.Bytes(first ??= await authority.AnswerAsync(body.ToArray()), "application/timestamp-reply");
        });
        await app.StartAsync(Cancellation);
        var there = TimestampAuthority.Read($"{app.Urls.First()}/stamp")!;

        Assert.Equal(2, (await _anchor.AskAsync(there, Chief, Cancellation)).Size);
        var again = await Assert.ThrowsAsync<InputException>(() => _anchor.AskAsync(there, Chief, Cancellation));
        var gone = await Assert.ThrowsAsync<InputException>(() => _anchor.AskAsync(TimestampAuthority.Read($"{app.Urls.First()}/nobody")!, Chief, Cancellation));

        Assert.Equal(("Log.TimestampNotAsked", "Log.TimestampUnreachable"), (again.Problems[0].Message.Key, gone.Problems[0].Message.Key));
        Assert.Single(await _log.SearchAsync(new LogFilter("log.anchored"), 10, null, Cancellation));
        Assert.Null(TimestampAuthority.Read(" "));
        Assert.Throws<InputException>(() => TimestampAuthority.Read("file:///etc/passwd"));
    }

    [Fact]
    public async Task Verify_ATimestampOfSomethingElse_IsFound()
    {
        using var authority = await OpenSslAuthority.MakeAsync();
        await AppendAsync(2);
        await _anchor.KeepAsync(await authority.AnswerAsync((await _anchor.RequestAsync(Cancellation)).Request), Chief, Cancellation);
        await _log.SignAsync(Cancellation);
        await using var db = await _database.Factory.CreateDbContextAsync(Cancellation);

        await db.Database.ExecuteSqlAsync($"UPDATE \"Timestamps\" SET \"Size\" = 3", Cancellation);

        var found = await new LogCheck(_database.Factory, _workspace).VerifyAsync(Cancellation);
        Assert.Equal((false, new Phrase("Log.TimestampDiffers", "3")), (found.Ok, found.Problem));
    }

    public void Dispose()
    {
        _database.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task AppendAsync(int count)
    {
        for (var at = 0; at < count; at++)
        {
            await using var db = await _database.Factory.CreateDbContextAsync(Cancellation);
            await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
            await LogAppender.AppendAsync(db, new LogRecord("test.entry", $"{at}", "P-0001", []), Cancellation);
            await transaction.CommitAsync(Cancellation);
        }
    }
}
