using System.Collections.Immutable;
using System.IO.Compression;
using MiniExcelLibs;
using Workbench.Core.Language;
using Workbench.Core.Suites;
using Workbench.Core.Suites.Import;

namespace Workbench.Tests.Suites.Import;

public sealed class PlainTableTests
{
    [Fact]
    public void Read_Csv_GuessesTheColumnsAndListsWhatItLeaves()
    {
        using var file = new ForeignFile("mine.csv", "id,question,answer,mood\n1,\"Two, or\nthree?\",\"say \"\"two\"\"\",grey\n2,{braces} stay?,yes,\n");

        var import = file.Read();

        Assert.Equal("table", import.Format);
        Assert.Equal(["Two, or\nthree?", "{braces} stay?"], import.Suite.Samples.Select(sample => sample.Prompt));
        Assert.Equal(["say \"two\"", "yes"], import.Suite.Samples.Select(sample => sample.Targets.Single()));
        Assert.Equal("mine", import.Suite.Name);
        Assert.Equal(["mood"], import.Notes.Select(note => note.Field));
        Assert.Contains(new TakenField("question", "prompt"), import.Taken);
    }

    [Fact]
    public void Read_GivenMapping_GoesBeforeNames()
    {
        using var file = new ForeignFile("m.jsonl", """{"prompt":"not this","ask":"this","gold":["a","b"],"lang":"de"}""" + "\n");
        var map = ImmutableSortedDictionary<string, string>.Empty.Add("prompt", "ask").Add("target", "gold");

        var import = SuiteImporter.Read(new ImportRequest(file.Path, Map: map, Scorer: "exact", Name: "own", License: "CC0-1.0"));

        Assert.Equal("this", import.Suite.Samples.Single().Prompt);
        Assert.Equal(["a", "b"], import.Suite.Samples.Single().Targets);
        Assert.Equal("de", import.Suite.Samples.Single().Language);
        Assert.Equal(("own", "CC0-1.0", "exact"), (import.Suite.Name, import.Suite.License, import.Suite.Scorers.Single().Kind));
        Assert.Equal(["prompt"], import.Notes.Select(note => note.Field));
    }

    [Fact]
    public void Read_ChineseHeaderWithLetterColumns_MakesChoices()
    {
        using var file = new ForeignFile("题.tsv", "问题\tA\tB\tC\tD\t答案\n天空是什么颜色？\t红\t蓝\t绿\t黑\tB\n");

        var sample = file.Read().Suite.Samples.Single();

        Assert.Equal(["红", "蓝", "绿", "黑"], sample.Choices);
        Assert.Equal(1, sample.TargetChoice);
        Assert.Equal("choice-letter", sample.Scorers.Single().Kind);
        Assert.EndsWith("B. 蓝\nC. 绿\nD. 黑", sample.Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Workbook_IsReadAsTheSameTable()
    {
        using var csv = new ForeignFile("same.csv", "question,answer,tags,answerable\nWhat is 1 + 1?,2,sum;easy,true\nAnd tomorrow?,2.5,,false\n");
        var path = System.IO.Path.ChangeExtension(csv.Path, ".xlsx");
        MiniExcel.SaveAs(path, new[] { new { question = "What is 1 + 1?", answer = 2.0, tags = (string?)"sum;easy", answerable = true }, new { question = "And tomorrow?", answer = 2.5, tags = (string?)null, answerable = false } });

        var import = SuiteImporter.Read(new ImportRequest(path));

        Assert.Equal(SuiteYaml.Write(csv.Read().Suite), SuiteYaml.Write(import.Suite));
        Assert.Equal(["sum", "easy"], import.Suite.Samples[0].Tags);
    }

    [Fact]
    public void Read_WorkbookThatUnpacksToTooMuch_IsRefused()
    {
        using var file = new ForeignFile("none.csv", "");
        var path = System.IO.Path.ChangeExtension(file.Path, ".xlsx");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using var part = archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (var megabyte = 0; megabyte < 257; megabyte++)
            {
                part.Write(zeros);
            }
        }

        var problem = Assert.Throws<InputException>(() => SuiteImporter.Read(new ImportRequest(path))).Problems.Single();

        Assert.Equal("Suites.Import.UnpacksTooLarge", problem.Message.Key);
    }

    [Fact]
    public void Read_WorkbookWhoseRowSaysItIsTheTwoBillionth_IsRefusedSoon()
    {
        using var file = new ForeignFile("none.csv", "");
        var path = System.IO.Path.ChangeExtension(file.Path, ".xlsx");
        MiniExcel.SaveAs(path, new[] { new { question = "a", answer = "b" } });
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            var sheet = archive.Entries.Single(entry => entry.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal));
            string xml;
            using (var reader = new StreamReader(sheet.Open()))
            {
                xml = reader.ReadToEnd();
            }

            var name = sheet.FullName;
            sheet.Delete();
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(xml.Replace("r=\"2\"", "r=\"2000000000\"", StringComparison.Ordinal).Replace("r=\"A2\"", "r=\"A2000000000\"", StringComparison.Ordinal).Replace("r=\"B2\"", "r=\"B2000000000\"", StringComparison.Ordinal));
        }

        Assert.Equal("Suites.Import.TooManyRows", Assert.Throws<InputException>(() => SuiteImporter.Read(new ImportRequest(path))).Problems.Single().Message.Key);
    }

    [Fact]
    public void Read_NoWorkbookAtAll_SaysSo()
    {
        using var file = new ForeignFile("no.xlsx", "question,answer");

        Assert.Equal("Suites.Import.NotWorkbook", file.Problems().Single().Message.Key);
    }

    [Fact]
    public void Read_BrokenRows_AreAllNamedByLineAndField()
    {
        using var file = new ForeignFile("b.csv", "question,answer,answerable\n,x,true\nok?,y,maybe\n\nok too?,z\nlast?,w,false\n");

        Assert.Equal([(2, "question", "Missing"), (3, "answerable", "NotYesNo"), (5, null, "CellCount")],
            file.Problems().Select(problem => (problem.Line!.Value, problem.Field, problem.Message.Key["Suites.Import.".Length..])));
    }

    [Fact]
    public void Read_SampleThatNoSuiteCanHold_IsNamedByItsLine()
    {
        using var file = new ForeignFile("d.csv", "id,question,answer\na,one?,1\nb,two?,2\na,three?,3\n");

        var problem = file.Problems().Single();

        Assert.Equal((4, "Suites.IdTwice"), (problem.Line, problem.Message.Key));
        Assert.Equal(file.Path, problem.File);
    }

    [Theory]
    [InlineData("q.csv", "question,answer\n\"never closed,1\n", "Suites.Import.QuoteOpen", 2)]
    [InlineData("t.csv", "question,question\na,b\n", "Suites.Import.ColumnTwice", 1)]
    [InlineData("e.csv", "question,answer\n", "Suites.Import.NoRows", null)]
    [InlineData("n.csv", "colour,size\nred,2\n", "Suites.Import.NoPrompt", 2)]
    [InlineData("j.jsonl", "{\"question\":\"a\",\"answer\":\"b\"}\n{oops\n", "Suites.NotJson", 2)]
    [InlineData("a.json", "[\n {\"question\":\"a\"},\n nonsense ]", "Suites.Import.NotJson", 3)]
    [InlineData("s.jsonl", "{\"question\":\"a\",\"answer\":\"b\"}\n{\"question\":\"\\ud800\"}\n", "Suites.HalfSurrogate", 2)]
    [InlineData("o.json", "[1]", "Suites.Import.NotObject", 1)]
    public void Read_BrokenFile_NamesTheLine(string name, string text, string key, int? line)
    {
        using var file = new ForeignFile(name, text);

        Assert.Contains(file.Problems(), problem => problem.Message.Key == key && problem.Line == line);
    }

    [Fact]
    public void Read_MappingOfWhatThereIsNot_NamesBoth()
    {
        using var file = new ForeignFile("m.csv", "question,answer\na,b\n");
        var map = ImmutableSortedDictionary<string, string>.Empty.Add("prompt", "qestion").Add("colour", "answer");

        var problems = Assert.Throws<InputException>(() => SuiteImporter.Read(new ImportRequest(file.Path, Map: map))).Problems;

        Assert.Equal(["NoSuchField", "NoSuchColumn"], problems.Select(problem => problem.Message.Key["Suites.Import.".Length..]));
    }

    [Fact]
    public void Read_HugeFieldAndDeepJson_AreRefused()
    {
        using var huge = new ForeignFile("h.csv", "question,answer\n" + new string('x', (1 << 20) + 1) + ",1\n");
        using var deep = new ForeignFile("d.json", new string('[', 5000));

        Assert.Equal("Suites.Import.FieldTooLong", huge.Problems()[0].Message.Key);
        Assert.Equal("Suites.Import.NotJson", deep.Problems().Single().Message.Key);
    }

    [Fact]
    public void Write_ManySamples_PutsThemBesideAndReadsBackToTheSameHash()
    {
        using var file = new ForeignFile("many.csv", "question,answer\n" + string.Concat(Enumerable.Range(0, 1500).Select(at => $"What is {at}?,{at}\n")));
        var import = file.Read();
        var target = file.Path + ".yaml";

        SuiteOutput.Write(import.Suite, target);

        Assert.Equal(import.Suite.Sha256, SuiteFile.Read(target).Sha256);
        Assert.Throws<InputException>(() => SuiteOutput.Write(import.Suite, target));
    }
}
