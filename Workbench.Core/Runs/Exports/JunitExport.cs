using System.Globalization;
using System.Text;
using System.Xml;
using Workbench.Core.Inference;
using Workbench.Core.Scoring;

namespace Workbench.Core.Runs.Exports;

/// <summary>JUnit XML for build servers: a test suite for each candidate, a test case for each sample and repeat. A wrong answer is a failure, broken machinery an error, what nothing could judge is skipped.</summary>
internal static class JunitExport
{
    public static async Task WriteAsync(ExportSource source, Stream output, CancellationToken cancellation)
    {
        var settings = new XmlWriterSettings { Async = true, Indent = true, Encoding = new UTF8Encoding(false), CloseOutput = false };
        var counts = source.Candidates.ToDictionary(candidate => candidate.Name, _ => new Counts(), StringComparer.Ordinal);
        await foreach (var result in source.Results(cancellation).ConfigureAwait(false))
        {
            counts[result.Candidate].Add(result);
        }

        await using var xml = XmlWriter.Create(output, settings);
        await xml.WriteStartDocumentAsync().ConfigureAwait(false);
        xml.WriteStartElement("testsuites");
        Attributes(xml, source.Run.Id, Counts.Sum(counts.Values));
        foreach (var candidate in source.Candidates)
        {
            await SuiteAsync(xml, source.For(candidate), candidate, counts[candidate.Name], cancellation).ConfigureAwait(false);
        }

        await xml.WriteEndElementAsync().ConfigureAwait(false);
        await xml.WriteEndDocumentAsync().ConfigureAwait(false);
    }

    private static async Task SuiteAsync(XmlWriter xml, ExportSource source, Candidate candidate, Counts counts, CancellationToken cancellation)
    {
        xml.WriteStartElement("testsuite");
        Attributes(xml, $"{source.Suite.Name} | {candidate.Name}", counts);
        xml.WriteAttributeString("timestamp", ExportSource.Moment(source.Run.CreatedAt));
        xml.WriteStartElement("properties");
        foreach (var (name, value) in Properties(source, candidate))
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("value", Plain(value));
            await xml.WriteEndElementAsync().ConfigureAwait(false);
        }

        await xml.WriteEndElementAsync().ConfigureAwait(false);
        await foreach (var result in source.Results(cancellation).ConfigureAwait(false))
        {
            await CaseAsync(xml, source, result).ConfigureAwait(false);
        }

        await xml.WriteEndElementAsync().ConfigureAwait(false);
    }

    private static async Task CaseAsync(XmlWriter xml, ExportSource source, SampleResult result)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Plain($"{source.Suite.Name}.{result.Candidate}"));
        xml.WriteAttributeString("name", Plain(source.Suite.Repeats > 1 ? $"{result.SampleId} #{RunPlan.Text(result.Repeat + 1)}" : result.SampleId));
        xml.WriteAttributeString("time", Seconds(result.Duration ?? TimeSpan.Zero));
        if (result.Error is { } error)
        {
            await ProblemAsync(xml, "error", "runtime", error.ToString(), "").ConfigureAwait(false);
        }
        else if (ExportSource.Passes(result) is not { } passed)
        {
            await ProblemAsync(xml, "skipped", null, Reasons(result, score => ExportSource.Passes(score) is null), null).ConfigureAwait(false);
        }
        else if (!passed)
        {
            await ProblemAsync(xml, "failure", "assertion", Reasons(result, score => ExportSource.Passes(score) == false), result.Answer ?? "").ConfigureAwait(false);
        }

        await xml.WriteEndElementAsync().ConfigureAwait(false);
    }

    private static async Task ProblemAsync(XmlWriter xml, string element, string? type, string message, string? text)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("message", Plain(message));
        if (type is not null)
        {
            xml.WriteAttributeString("type", type);
        }

        if (text is not null)
        {
            await xml.WriteStringAsync(Plain(text)).ConfigureAwait(false);
        }

        await xml.WriteEndElementAsync().ConfigureAwait(false);
    }

    private static IEnumerable<(string Name, string Value)> Properties(ExportSource source, Candidate candidate)
    {
        yield return ("run", source.Run.Id);
        yield return ("suite_sha256", source.Suite.Sha256);
        yield return ("candidate_sha256", candidate.Hash);
        foreach (var metric in source.Summary.Candidates.First(each => each.Candidate.Name == candidate.Name).Metrics.Where(metric => metric.Estimate is not null))
        {
            var estimate = metric.Estimate!;
            yield return (metric.Name, string.Create(CultureInfo.InvariantCulture, $"{estimate.Value:0.####} [{estimate.Low:0.####}, {estimate.High:0.####}] n={estimate.N} {estimate.Method}"));
        }
    }

    private static void Attributes(XmlWriter xml, string name, Counts counts)
    {
        xml.WriteAttributeString("name", Plain(name));
        xml.WriteAttributeString("tests", RunPlan.Text(counts.Tests));
        xml.WriteAttributeString("failures", RunPlan.Text(counts.Failures));
        xml.WriteAttributeString("errors", RunPlan.Text(counts.Errors));
        xml.WriteAttributeString("skipped", RunPlan.Text(counts.Skipped));
        xml.WriteAttributeString("time", Seconds(counts.Time));
    }

    private static string Reasons(SampleResult result, Func<Score, bool> which) => string.Join(" ", result.Scores.Where(which).Select(score => $"{score.Scorer}: {ExportSource.Reason(score)}"));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>What XML cannot hold becomes the replacement character.</summary>
    internal static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                plain.Append(text[i]).Append(text[++i]);
            }
            else
            {
                plain.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
            }
        }

        return plain.ToString();
    }

    private sealed class Counts
    {
        public int Tests { get; private set; }

        public int Failures { get; private set; }

        public int Errors { get; private set; }

        public int Skipped { get; private set; }

        public TimeSpan Time { get; private set; }

        public static Counts Sum(IEnumerable<Counts> all)
        {
            var sum = new Counts();
            foreach (var each in all)
            {
                sum.Tests += each.Tests;
                sum.Failures += each.Failures;
                sum.Errors += each.Errors;
                sum.Skipped += each.Skipped;
                sum.Time += each.Time;
            }

            return sum;
        }

        public void Add(SampleResult result)
        {
            var passed = ExportSource.Passes(result);
            Tests++;
            Errors += result.Error is null ? 0 : 1;
            Failures += passed == false ? 1 : 0;
            Skipped += result.Error is null && passed is null ? 1 : 0;
            Time += result.Duration ?? TimeSpan.Zero;
        }
    }
}
