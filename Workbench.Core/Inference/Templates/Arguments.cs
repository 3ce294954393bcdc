namespace Workbench.Core.Inference.Templates;

/// <summary>Arguments of a call, a filter or a test.</summary>
internal sealed class Arguments(string callee, List<object?> positional, Dictionary<string, object?> named)
{
    public string Callee { get; } = callee;

    public List<object?> Positional { get; } = positional;

    public Dictionary<string, object?> Named { get; } = named;

    public static Arguments None(string callee) => new(callee, [], []);

    /// <summary>No more than these are taken; a name that is not among them is an error.</summary>
    public Arguments Take(params ReadOnlySpan<string> names)
    {
        if (Positional.Count > names.Length)
        {
            throw new TemplateFailure("TemplateArguments", Callee);
        }

        foreach (var name in Named.Keys)
        {
            if (names.IndexOf(name) < Positional.Count)
            {
                throw new TemplateFailure("TemplateArguments", $"{Callee}: {name}");
            }
        }

        return this;
    }

    public bool Has(int index, string name) => index < Positional.Count || Named.ContainsKey(name);

    public object? Get(int index, string name, object? otherwise = null) => index < Positional.Count ? Positional[index] : Named.GetValueOrDefault(name, otherwise);

    public object? Required(int index, string name) => Has(index, name) ? Get(index, name) : throw new TemplateFailure("TemplateArguments", $"{Callee}: {name}");

    public string Text(int index, string name, string otherwise) => Has(index, name) ? PythonText.TextOf(Get(index, name), Callee) : otherwise;

    public long Whole(int index, string name, long otherwise) => Has(index, name) ? Operators.WholeOf(Get(index, name), Callee) : otherwise;

    public bool Flag(int index, string name, bool otherwise = false) => Has(index, name) ? Operators.IsTrue(Get(index, name)) : otherwise;
}
