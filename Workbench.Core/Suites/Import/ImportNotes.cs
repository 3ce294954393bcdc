using Workbench.Core.Language;

namespace Workbench.Core.Suites.Import;

/// <summary>What is found while a file is read: problems end the import, notes go with it.</summary>
internal sealed class ImportNotes(string file)
{
    private readonly Dictionary<string, TakenField> _taken = new(StringComparer.Ordinal);

    public string File => file;

    public List<InputProblem> Problems { get; } = [];

    public List<ImportNote> Notes { get; } = [];

    public IEnumerable<TakenField> Taken => _taken.Values;

    public bool IsHopeless => Problems.Count >= ImportBounds.MostProblems;

    public void Take(string from, string to) => _taken.TryAdd($"{from}\0{to}", new TakenField(from, to));

    public bool Uses(string from) => _taken.Values.Any(field => field.From == from);

    public void Report(int? line, string? field, string problem, params string[] arguments) => Problems.Add(new InputProblem(new Phrase($"Suites.Import.{problem}", arguments), file, line, field));

    public void Note(int? line, string? field, string note, params string[] arguments) => Notes.Add(new ImportNote(new Phrase($"Suites.Import.{note}", arguments), line, field));
}
