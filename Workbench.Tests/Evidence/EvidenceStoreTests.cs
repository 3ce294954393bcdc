using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Workbench.Core.Evidence;
using Workbench.Core.Governance;
using Workbench.Core.Language;
using Workbench.Core.Storage;
using Workbench.Core.Storage.Evidence;
using Workbench.Core.Storage.Governance;
using Workbench.Core.Storage.Log;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Evidence;

public sealed class SqliteEvidenceStoreTests() : EvidenceStoreTests(DatabaseKind.Sqlite);

public sealed class PostgresEvidenceStoreTests() : EvidenceStoreTests(DatabaseKind.Postgres);

public abstract class EvidenceStoreTests : IDisposable
{
    private static readonly Actor Officer = new("wen", "Wen", [Role.ComplianceOfficer]);
    private static readonly EvidenceSubject Model = EvidenceSubject.Provenance(new string('a', 64));
    private readonly TestDatabase _database;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero));
    private readonly EvidenceStore _store;
    private readonly LogStore _log;

    protected EvidenceStoreTests(DatabaseKind kind)
    {
        _database = new TestDatabase(kind);
        _store = new EvidenceStore(_database.Factory, new Workspace(_database.Folder), _time);
        _log = new LogStore(_database.Factory, new Workspace(_database.Folder), _time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_File_LiesUnderItsHashAndTheLogNamesIt()
    {
        var file = await AddAsync("licence terms", "../../Licence.txt", subjects: [Model]);

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("licence terms")));
        Assert.Equal(("EV-0001", hash, "Licence.txt", 13L, "text/plain", "wen"), (file.Id, file.Sha256, file.Name, file.Bytes, file.MediaType, file.By));
        Assert.Equal("licence terms", await File.ReadAllTextAsync(Path.Combine(_database.Folder, "evidence", hash[..2], hash), Cancellation));
        Assert.Equal([file.Id], (await _store.ForAsync(Model, Cancellation)).Select(each => each.Id));
        var entry = Assert.Single(await _log.ListAsync(10, subject: "EV-0001", cancellation: Cancellation));
        Assert.Equal(("evidence.added", "wen"), (entry.Kind, entry.Actor));
        var body = Encoding.UTF8.GetString(entry.Body);
        Assert.Contains(hash, body, StringComparison.Ordinal);
        Assert.DoesNotContain("Licence.txt", body, StringComparison.Ordinal);
        await using var content = await _store.OpenAsync(file.Id, Cancellation);
        using var reader = new StreamReader(content);
        Assert.Equal("licence terms", await reader.ReadToEndAsync(Cancellation));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_database.Folder, "evidence"), "*.part"));
    }

    [Fact]
    public async Task Add_SameFileAgain_IsRefusedUnlessItsExpiryIsRenewed()
    {
        await AddAsync("report", "a.pdf", expires: _time.GetUtcNow().AddDays(1));
        var refused = await Assert.ThrowsAsync<InputException>(() => AddAsync("report", "b.pdf", expires: _time.GetUtcNow().AddDays(1)));
        Assert.Equal(new Phrase("Evidence.ThereAlready", "EV-0001"), refused.Problems[0].Message);

        var renewed = await AddAsync("report", "a.pdf", expires: _time.GetUtcNow().AddDays(400));
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(["EV-0001"], (await _store.ListAsync(new EvidenceFilter(Expired: true), 10, null, Cancellation)).Select(file => file.Id));
        Assert.Equal([renewed.Id], (await _store.ListAsync(new EvidenceFilter(Expired: false), 10, null, Cancellation)).Select(file => file.Id));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(_database.Folder, "evidence"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Add_WhatIsWrong_IsSaidAtOnceAndNothingIsKept()
    {
        var before = (await _log.HeadAsync(Cancellation)).Text;
        var wrong = await Assert.ThrowsAsync<InputException>(() => _store.AddAsync(
            new MemoryStream([1]), new EvidenceDraft("a", (EvidenceKind)99, new string('n', EvidenceRules.LongestNote + 1), null, _time.GetUtcNow()), [], Officer, Cancellation));
        Assert.Equal(["Evidence.NoKind", "Evidence.NoteTooLong", "Evidence.ExpiresInThePast"], wrong.Problems.Select(problem => problem.Message.Key));
        Assert.Equal("Evidence.Empty", (await Assert.ThrowsAsync<InputException>(() => AddAsync("", "a"))).Problems[0].Message.Key);
        Assert.Equal("Evidence.SubjectUnknown", (await Assert.ThrowsAsync<InputException>(() => AddAsync("x", "a", subjects: [EvidenceSubject.Finding("F-0001")]))).Problems[0].Message.Key);
        Assert.Equal("Evidence.SubjectUnknown", (await Assert.ThrowsAsync<InputException>(() => AddAsync("x", "a", subjects: [EvidenceSubject.Clause("A-0001", "9.1")]))).Problems[0].Message.Key);
        var large = await Assert.ThrowsAsync<InputException>(() => _store.AddAsync(new Zeros(EvidenceRules.MostBytes + 1), new EvidenceDraft("large", EvidenceKind.Other), [], Officer, Cancellation));
        Assert.Equal("Evidence.TooLarge", large.Problems[0].Message.Key);

        Assert.Equal(0, await _store.CountAsync(new EvidenceFilter(), Cancellation));
        Assert.Equal(before, (await _log.HeadAsync(Cancellation)).Text);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_database.Folder, "evidence"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task LinkAndUnlink_LeaveEntriesAndRefuseTwice()
    {
        var file = await AddAsync("card", "card.md");
        await _store.LinkAsync(file.Id, Model, Officer, Cancellation);
        Assert.Equal("Evidence.LinkedAlready", (await Assert.ThrowsAsync<InputException>(() => _store.LinkAsync(file.Id, Model, Officer, Cancellation))).Problems[0].Message.Key);
        Assert.Equal([Model], (await _store.FindAsync("ev-0001", Cancellation))!.Subjects);
        await _store.UnlinkAsync(file.Id, Model, Officer, Cancellation);
        Assert.Equal("Evidence.NotLinked", (await Assert.ThrowsAsync<InputException>(() => _store.UnlinkAsync(file.Id, Model, Officer, Cancellation))).Problems[0].Message.Key);
        Assert.Equal("Evidence.NoFile", (await Assert.ThrowsAsync<InputException>(() => _store.LinkAsync("EV-0009", Model, Officer, Cancellation))).Problems[0].Message.Key);
        Assert.Empty(await _store.ForAsync(Model, Cancellation));
        Assert.Equal(["evidence.unlinked", "evidence.linked", "evidence.added"], (await _log.ListAsync(10, subject: file.Id, cancellation: Cancellation)).Select(entry => entry.Kind));
    }

    [Fact]
    public async Task Open_BytesChangedOrLost_IsRefusedAndFound()
    {
        var changed = await AddAsync("one", "one.txt");
        var lost = await AddAsync("two", "two.txt");
        var whole = await AddAsync("three", "three.txt");
        await File.WriteAllTextAsync(PathOf(changed), "One", Cancellation);
        File.Delete(PathOf(lost));

        Assert.Equal("Evidence.Damaged", (await Assert.ThrowsAsync<InputException>(() => _store.OpenAsync(changed.Id, Cancellation))).Problems[0].Message.Key);
        Assert.Equal("Evidence.Damaged", (await Assert.ThrowsAsync<InputException>(() => _store.OpenAsync(lost.Id, Cancellation))).Problems[0].Message.Key);
        Assert.Equal([changed.Id, lost.Id], (await _store.DamagedAsync(Cancellation)).Select(file => file.Id).Order(StringComparer.Ordinal));

        // The same bytes given again heal what lies there.
        await AddAsync("one", "one.txt", expires: _time.GetUtcNow().AddDays(9));
        Assert.Equal([lost.Id], (await _store.DamagedAsync(Cancellation)).Select(file => file.Id));
        await (await _store.OpenAsync(whole.Id, Cancellation)).DisposeAsync();
    }

    [Fact]
    public async Task List_FiltersByKindAndNameAndTurnsPages()
    {
        for (var at = 0; at < 5; at++)
        {
            await AddAsync($"text {at}", $"file {at}.txt", at == 2 ? EvidenceKind.ModelCard : EvidenceKind.TestReport);
        }

        Assert.Equal(["EV-0005", "EV-0004"], (await _store.ListAsync(new EvidenceFilter(), 2, null, Cancellation)).Select(file => file.Id));
        Assert.Equal(["EV-0003", "EV-0002"], (await _store.ListAsync(new EvidenceFilter(), 2, "EV-0004", Cancellation)).Select(file => file.Id));
        Assert.Equal(["EV-0003"], (await _store.ListAsync(new EvidenceFilter(EvidenceKind.ModelCard), 9, null, Cancellation)).Select(file => file.Id));
        Assert.Equal(1, await _store.CountAsync(new EvidenceFilter(Text: "FILE 4"), Cancellation));
    }

    public void Dispose()
    {
        _database.Dispose();
        GC.SuppressFinalize(this);
    }

    private string PathOf(EvidenceFile file) => Path.Combine(_database.Folder, "evidence", file.Sha256[..2], file.Sha256);

    private Task<EvidenceFile> AddAsync(string text, string name, EvidenceKind kind = EvidenceKind.LicenceText, DateTimeOffset? expires = null, EvidenceSubject[]? subjects = null) =>
        _store.AddAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), new EvidenceDraft(name, kind, null, "text/plain", expires), [.. subjects ?? []], Officer, Cancellation);

    /// <summary>More bytes than anybody has at hand.</summary>
    private sealed class Zeros(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
