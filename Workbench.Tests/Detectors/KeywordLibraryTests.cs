using System.Diagnostics;
using Workbench.Core.Detectors;
using Workbench.Core.Language;

namespace Workbench.Tests.Detectors;

public sealed class KeywordLibraryTests
{
    [Theory]
    [InlineData("赌博", "他在赌博。")]
    [InlineData("赌博", "線上賭博平台")]
    [InlineData("赌博", "赌 博")]
    [InlineData("赌博", "赌*-_博")]
    [InlineData("赌博", "赌\u200B博")]
    [InlineData("赌博", "赌\u0301博")]
    [InlineData("赌博", "玩賭\uFE0F博")]
    [InlineData("online casino", "An Ｏｎｌｉｎｅ　ＣＡＳＩＮＯ!")]
    [InlineData("online casino", "onlinecasino")]
    [InlineData("online casino", "οnlinе саsinо")]
    [InlineData("casino", "c a s i n o")]
    [InlineData("casino", "c.a.s.i.n.o")]
    [InlineData("casino", "cas1no")]
    [InlineData("casino", "𝓬𝓪𝓼𝓲𝓷𝓸")]
    [InlineData("casino", "câsínö")]
    [InlineData("微信123", "加我微信１２３吧")]
    [InlineData("二〇二六", "二〇二六年")]
    public void Scan_TermInDisguise_IsFound(string term, string text)
    {
        var hit = Assert.Single(Library(term).Scan(text));
        Assert.Equal(text.Substring(hit.Start, hit.Found.Length), hit.Found);
    }

    [Theory]
    [InlineData("赌博", "我赌。博士来了")]
    [InlineData("赌博", "我赌\n博士来了")]
    [InlineData("sino", "casino")]
    [InlineData("casino", "casinos")]
    [InlineData("assex", "as sex")]
    [InlineData("as sex", "was sexy")]
    [InlineData("casino", "ca sino")]
    [InlineData("123", "微信1234")]
    [InlineData("赌博", "")]
    [InlineData("赌博", "\uD83D赌")]
    public void Scan_WhatIsNotTheTerm_IsNotFound(string term, string text) => Assert.Empty(Library(term).Scan(text));

    [Fact]
    public void Scan_TermsWithinTerms_AreAllFoundWithTheirPlaces()
    {
        var hits = Library("信用卡", "信用卡套现", "套现", "卡套").Scan("用信用卡套现吗");

        Assert.Equal([(1, "信用卡"), (3, "卡套"), (1, "信用卡套现"), (4, "套现")], hits.Select(hit => (hit.Start, hit.Found)));
    }

    [Fact]
    public void Scan_ManyRandomTerms_FindsWhatALookAtEachFinds()
    {
        var random = new Random(7);
        string[] words = [.. Enumerable.Range(0, 400).Select(_ => Chinese(random, random.Next(1, 5))).Distinct()];
        var library = Library(words);
        for (var round = 0; round < 50; round++)
        {
            var text = Chinese(random, 200);
            var expected = from word in words from at in Enumerable.Range(0, text.Length - word.Length + 1) where string.CompareOrdinal(text, at, word, 0, word.Length) == 0 select (at, word);

            Assert.Equal(expected.Order(), library.Scan(text).Select(hit => (hit.Start, hit.Found)).Order());
        }
    }

    [Fact]
    public void Scan_LongTermsOverTextThatAlmostMatches_TakesTimeInProportion()
    {
        var library = Library([.. Enumerable.Range(1, 150).Select(length => new string('嗯', length) + "啊")]);
        var text = new string('嗯', 200_000);
        library.Scan(text);

        var before = Stopwatch.GetTimestamp();
        Assert.Empty(library.Scan(text));
        Assert.True(Stopwatch.GetElapsedTime(before) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Library_TermsThatReadTheSame_AreTwins()
    {
        var library = Library("赌博", "賭博", "骰子");

        Assert.Equal(("赌博", "賭博"), Assert.Single(library.Twins.Select(twin => (twin.First.Term, twin.Later.Term))));
        Assert.Equal(2, library.Scan("赌博").Length);
        Assert.Equal(library.Sha256, Library("骰子", "賭博", "赌博").Sha256);
        Assert.NotEqual(library.Sha256, Library("赌博", "賭博").Sha256);
    }

    [Fact]
    public void Parse_WrongRows_TellsAllOfThemByLineAndColumn()
    {
        var problems = Assert.Throws<InputException>(() => Parse("term,class,language,due\n赌博,,zh-Hans,\n***,a,zh-Hans,\nx,a,en,2026-13-01\n")).Problems;

        Assert.Equal([(2, "class"), (3, "term"), (4, "due")], problems.Select(problem => (problem.Line!.Value, problem.Field)));
    }

    [Theory]
    [InlineData("term,class\nx,a\n")]
    [InlineData("term,class,language\n")]
    [InlineData("")]
    [InlineData("term,class,language\n\"x,a,en\n")]
    public void Parse_WhatIsNoLibrary_IsRefused(string text) => Assert.Throws<InputException>(() => Parse(text));

    [Fact]
    public void Starter_IsWhole_WithoutTwinsAndInBothLanguages()
    {
        var library = new KeywordShelf(KeywordShelf.ShippedFolder).Find("starter")!;

        Assert.Empty(library.Twins);
        Assert.Equal(["en", "zh-Hans"], library.Terms.Select(term => term.Language).Distinct().Order(StringComparer.Ordinal));
        Assert.All(library.Terms, term => Assert.Contains(library.Scan($"“{term.Term}”"), hit => hit.Term == term));
    }

    [Fact]
    public void Shelf_OwnLibrary_CountsMoreAndIsReadAgainWhenChanged()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var file = Path.Combine(folder, "starter.csv");
        File.WriteAllText(file, "term,class,language\n骰子,own,zh-Hans\n");
        var shelf = new KeywordShelf(folder, KeywordShelf.ShippedFolder);
        Assert.Single(shelf.Find("starter")!.Terms);
        File.WriteAllText(file, "term,class,language\n骰子,own,zh-Hans\n纸牌,own,zh-Hans\n");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));

        Assert.Equal(2, shelf.Find("starter")!.Terms.Length);
        Assert.Null(shelf.Find("../starter"));
        Assert.Null(shelf.Find("none"));
        Directory.Delete(folder, recursive: true);
    }

    private static KeywordLibrary Library(params IEnumerable<string> terms) => new("test", terms.Select((term, at) => new KeywordTerm(term, "own", "zh-Hans", null, null, null, at + 1)));

    private static KeywordLibrary Parse(string text) => KeywordFile.Parse(new StringReader(text), "test", "test.csv");

    private static string Chinese(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "甲乙丙丁戊己"[random.Next(6)]));
}
