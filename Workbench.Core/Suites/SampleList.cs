using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Workbench.Core.Language;

namespace Workbench.Core.Suites;

/// <summary>Reads the samples of a suite one after another, first those of its own file, then those of each JSONL file.</summary>
internal sealed class SampleList(SuiteFields suite, SampleDefaults defaults, Func<string, TextReader>? data)
{
    // Where a file is wrong throughout, its first thousand problems say so.
    private const int MostProblems = 1000;

    private readonly ImmutableArray<Sample>.Builder _samples = ImmutableArray.CreateBuilder<Sample>();
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<(int Place, ImmutableArray<ReadShot> Shots)> _shots = [];
    private readonly SharedTexts _shared = new();
    private int _count;

    public void ReadAll()
    {
        foreach (var node in Inline())
        {
            Add(node, suite.File);
        }

        var names = suite.Texts("data");
        foreach (var name in names)
        {
            ReadFile(name);
        }

        if (_count == 0 && (names.IsEmpty || suite.Problems.Count == 0))
        {
            suite.Report(suite.Line, "samples", "NoSamples");
        }
        else if (_count > SuiteFile.MaximumSamples)
        {
            suite.Report("samples", "TooManySamples", SuiteFile.MaximumSamples.ToString(CultureInfo.InvariantCulture));
        }
    }

    public Sample? Find(string id) => _places.TryGetValue(id, out var place) ? _samples[place] : null;

    /// <summary>All samples, with the examples that were drawn from others.</summary>
    public ImmutableArray<Sample> Resolve()
    {
        foreach (var (place, shots) in _shots)
        {
            _samples[place] = _samples[place] with { FewShot = FewShotReader.Resolve(shots, Find) };
        }

        return _samples.ToImmutable();
    }

    private void ReadFile(string name)
    {
        if (data is null || name.Length == 0 || name != Path.GetFileName(name) || name.Contains('\\', StringComparison.Ordinal))
        {
            suite.Report("data", data is null ? "NoDataHere" : "DataElsewhere", name);
            return;
        }

        try
        {
            using var reader = data(name);
            foreach (var (line, text) in DataLines.Read(reader))
            {
                if (_count > SuiteFile.MaximumSamples || suite.Problems.Count >= MostProblems)
                {
                    return;
                }

                if (Node(text, name, line) is { } node)
                {
                    Add(node, name);
                }
            }
        }
        catch (InputException missing)
        {
            suite.Report("data", "DataUnreadable", name, Phrase.Both(missing.Problems[0].Message));
        }
        catch (IOException unreadable)
        {
            suite.Report("data", "DataUnreadable", name, FileWords.Of(unreadable));
        }
        catch (DecoderFallbackException)
        {
            suite.Report("data", "DataUnreadable", name, Phrase.Both(new Phrase("Suites.NotUtf8")));
        }
    }

    private SuiteNode? Node(string? text, string file, int line)
    {
        if (text is null)
        {
            suite.Problems.Add(new InputProblem(new Phrase("Suites.LineTooLong", DataLines.MaximumCharacters.ToString(CultureInfo.InvariantCulture)), file, line));
            return null;
        }

        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : JsonNodes.Read(text, file, line);
        }
        catch (InputException broken)
        {
            suite.Problems.AddRange(broken.Problems);
            return null;
        }
    }

    private void Add(SuiteNode node, string file)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"samples[{_count}]");
        _count++;
        if (new SampleReader(defaults, file, suite.Problems).Read(node, path) is not var (sample, shots))
        {
            return;
        }

        if (!_places.TryAdd(sample.Id, _samples.Count))
        {
            var first = _samples[_places[sample.Id]].Line.ToString(CultureInfo.InvariantCulture);
            suite.Problems.Add(new InputProblem(new Phrase("Suites.IdTwice", sample.Id, first), file, sample.Line, $"{path}.id"));
        }

        if (shots is { } own)
        {
            _shots.Add((_samples.Count, own));
        }

        _samples.Add(_shared.In(sample));
    }

    private IReadOnlyList<SuiteNode> Inline()
    {
        switch (suite.Find("samples"))
        {
            case null:
                return [];
            case SuiteList list:
                return list.Items;
            case { } other:
                suite.Report(other.Line, "samples", "NotList");
                return [];
        }
    }
}
