using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Workbench.Core.Inference.Templates;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>The templates of an engine: the file's own, those offered by name, and texts that requests bring; each compiled once.</summary>
internal sealed class EngineTemplates(EngineTemplate own)
{
    /// <summary>Kept compiled; requests with ever new texts make room for each other.</summary>
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<string, EngineTemplate> _compiled = new(StringComparer.Ordinal);

    public EngineTemplate Own { get; } = own;

    /// <param name="wanted">A name, the text of a template, or null for the file's own.</param>
    /// <exception cref="InputException">No such name, or a text that is not understood.</exception>
    public EngineTemplate Find(string? wanted)
    {
        if (string.IsNullOrEmpty(wanted))
        {
            return Own;
        }

        if (_compiled.TryGetValue(wanted, out var known))
        {
            return known;
        }

        var template = NamedTemplates.Find(wanted) is { } source ? EngineTemplate.Of($"named:{wanted}", source) : OfText(wanted);
        if (_compiled.Count >= MostKept)
        {
            _compiled.Clear();
        }

        return _compiled.GetOrAdd(wanted, template);
    }

    private static EngineTemplate OfText(string text) => text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal)
        ? EngineTemplate.Of($"text:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]}", text)
        : throw new InputException(new InputProblem(new Phrase("Inference.TemplateUnknown", text.Length > 60 ? text[..60] : text, string.Join(", ", NamedTemplates.Names)), Field: "template"));
}
