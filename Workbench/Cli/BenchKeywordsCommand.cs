using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Spectre.Console.Cli;
using Workbench.Core.Detectors;
using Workbench.Core.Inference.Engine;

namespace Workbench.Cli;

/// <summary><c>bench keywords</c>: 100,000 made-up terms over made-up Chinese and English text with terms sown in, on one thread; exit status 1 where it falls below 10 MB a second or a sown term is missed.</summary>
public sealed class BenchKeywordsCommand : Command<BenchKeywordsCommand.Settings>
{
    private const string Vowels = "aeiou";
    private const string Consonants = "bcdfghjklmnprstvz";

    public sealed class Settings : CommandSettings
    {
        [CommandOption("--terms <N>")]
        public int Terms { get; init; } = 100_000;

        [CommandOption("--megabytes <N>")]
        [Description("Of text, in UTF-8; two in three bytes Chinese.")]
        public int Megabytes { get; init; } = 10;

        [CommandOption("--json")]
        public bool Json { get; init; }
    }

    public override int Execute(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        var terms = new HashSet<string>(StringComparer.Ordinal);
        while (terms.Count < settings.Terms)
        {
            terms.Add(random.Next(2) == 0 ? Chinese(random, random.Next(2, 7)) : Word(random, random.Next(2, 6)));
        }

        var before = Environment.CpuUsage.TotalTime;
        var library = new KeywordLibrary("bench", terms.Select((term, at) => new KeywordTerm(term, "a.1", "zh-Hans", null, null, null, at + 1)));
        var built = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        var (text, bytes, sown) = Text(random, [.. terms], settings.Megabytes * 1_000_000);
        var (scan, found) = (new KeywordScan(), new HashSet<(int, int)>());
        library.Scan(text, scan, (_, start, length) => found.Add((start, length)));
        var missed = sown.Count(place => !found.Contains(place));
        var rates = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            before = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.GetTimestamp();
            var hits = 0L;
            library.Scan(text, scan, (_, _, _) => hits++);
            var (busy, passed) = ((Environment.CpuUsage.TotalTime - before).TotalSeconds, Stopwatch.GetElapsedTime(watch).TotalSeconds);
            rates.Add(bytes / 1e6 / Math.Min(busy, passed));
        }

        BenchFigure[] figures =
        [
            new("keywords", "terms", library.Terms.Length),
            new("keywords", "building, processor time", built, "s", AtMost: 10),
            new("keywords", "scanning, one thread", BenchFigure.Median(rates), "MB/s", AtLeast: 10),
            new("keywords", "hits", found.Count),
            new("keywords", "sown terms missed", missed, AtMost: 0),
        ];
        Console.Out.WriteLine(settings.Json
            ? new JsonObject { ["figures"] = new JsonArray([.. figures.Select(figure => new JsonObject { ["name"] = figure.Name, ["value"] = figure.Value, ["unit"] = figure.Unit, ["holds"] = figure.Holds })]) }.ToJsonString(CommandJson.Options)
            : BenchTable.Of(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {BenchMachine.System}, {BenchMachine.Build}"), figures));
        return figures.Any(figure => figure.Holds == false) ? ExitCode.DidNotHold : ExitCode.Done;
    }

    private static (string Text, long Bytes, List<(int Start, int Length)> Sown) Text(Random random, string[] terms, long size)
    {
        var (text, bytes, sown) = (new StringBuilder(), 0L, new List<(int, int)>());
        while (bytes < size)
        {
            var start = text.Length;
            if (random.Next(3) > 0)
            {
                text.Append(Chinese(random, random.Next(5, 20)));
            }
            else
            {
                for (var word = random.Next(4, 12); word > 0; word--)
                {
                    text.Append(Word(random, random.Next(1, 4))).Append(' ');
                }
            }

            if (random.Next(20) == 0)
            {
                var term = terms[random.Next(terms.Length)];
                text.Append(' ');
                sown.Add((text.Length, term.Length));
                text.Append(term).Append(' ');
            }

            text.Append(random.Next(5) == 0 ? "。\n" : "，");
            bytes += Encoding.UTF8.GetByteCount(text.ToString(start, text.Length - start));
        }

        return (text.ToString(), bytes, sown);
    }

    // A few hundred characters make up most of a text.
    private static string Chinese(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => (char)(0x4E00 + (random.Next(4) > 0 ? 17 * random.Next(400) : random.Next(6000)))));

    private static string Word(Random random, int syllables) => string.Concat(Enumerable.Range(0, syllables).Select(_ => $"{Consonants[random.Next(Consonants.Length)]}{Vowels[random.Next(Vowels.Length)]}"));
}
