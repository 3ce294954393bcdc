using System.Text;

namespace Workbench.Core.Inference.Templates;

/// <summary>Names and what they stand for; one for the template, one for each pass of a loop and each call of a macro.</summary>
internal sealed class Scope(Scope? parent)
{
    private readonly Dictionary<string, object?> _values = new(StringComparer.Ordinal);

    public void Set(string name, object? value) => _values[name] = value;

    public bool TryGet(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope._values.TryGetValue(name, out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }

    private Scope? Parent { get; } = parent;
}

/// <summary>One rendering: where it writes, what names mean here, and what it has cost so far.</summary>
internal sealed class RenderState(Scope scope, DateTimeOffset now)
{
    private readonly long _started = Environment.TickCount64;
    private int _steps;
    private int _depth;

    public DateTimeOffset Now { get; } = now;

    public Scope Scope { get; private set; } = scope;

    public StringBuilder Output { get; private set; } = new();

    /// <summary>Line of what is being done, for messages.</summary>
    public int Line { get; private set; }

    public int LoopDepth { get; set; }

    public int Calls { get; set; }

    public void Enter(int line)
    {
        Line = line;
        TemplateLimits.CheckDepth(++_depth);
        if (++_steps > TemplateLimits.Steps || ((_steps & 0xF) == 0 && Environment.TickCount64 - _started > TemplateLimits.Time))
        {
            throw new TemplateFailure("TemplateTooMuch");
        }
    }

    public void Leave() => _depth--;

    public void Write(string text)
    {
        if (Output.Length + text.Length > TemplateLimits.TextCharacters)
        {
            throw new TemplateFailure("TemplateTooMuch");
        }

        Output.Append(text);
    }

    /// <summary>What <paramref name="work"/> writes, as a text, done with other names.</summary>
    public string Capture(Scope inner, Action work)
    {
        var (outerScope, outerOutput) = (Scope, Output);
        (Scope, Output) = (inner, new StringBuilder());
        try
        {
            work();
            return Output.ToString();
        }
        finally
        {
            (Scope, Output) = (outerScope, outerOutput);
        }
    }

    /// <summary>Does <paramref name="work"/> with other names, writing to the same place.</summary>
    public T Within<T>(Scope inner, Func<T> work)
    {
        var outer = Scope;
        Scope = inner;
        try
        {
            return work();
        }
        finally
        {
            Scope = outer;
        }
    }
}
