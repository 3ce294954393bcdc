namespace Workbench.Core.Inference.Templates;

/// <summary>Functions every chat template may call.</summary>
internal static class Globals
{
    public static void AddTo(Scope scope)
    {
        foreach (var function in (FunctionValue[])
        [
            new("range", (_, arguments) => Range(arguments)),
            new("namespace", (_, arguments) => Namespace(arguments)),
            new("dict", (_, arguments) => Dict(arguments)),
            new("raise_exception", (_, arguments) => throw new TemplateFailure("TemplateRaised", PythonText.Of(arguments.Take("message").Required(0, "message")))),
            new("strftime_now", (state, arguments) => TimeFormat.Of(state.Now, PythonText.TextOf(arguments.Take("format").Required(0, "format"), "strftime_now"))),
        ])
        {
            scope.Set(function.Name, function);
        }
    }

    private static RangeValue Range(Arguments arguments)
    {
        var numbers = arguments.Take("start", "stop", "step").Positional.Select(value => Operators.WholeOf(value, "range")).ToList();
        var (start, stop, step) = numbers switch
        {
            [var end] => (0, end, 1),
            [var first, var end] => (first, end, 1),
            [var first, var end, var by] when by != 0 => (first, end, by),
            _ => throw new TemplateFailure("TemplateArguments", "range"),
        };
        const long Most = long.MaxValue / 4;
        return Math.Abs((double)start) < Most && Math.Abs((double)stop) < Most && Math.Abs((double)step) < Most && new RangeValue(start, stop, step) is { Count: <= TemplateLimits.Range } range
            ? range
            : throw new TemplateFailure("TemplateTooMuch");
    }

    private static NamespaceValue Namespace(Arguments arguments)
    {
        var space = new NamespaceValue();
        foreach (var (key, value) in Dict(arguments).Items)
        {
            space.Fields[PythonText.TextOf(key, "namespace")] = value;
        }

        return space;
    }

    private static DictValue Dict(Arguments arguments)
    {
        var dict = new DictValue();
        if (arguments.Positional.Count > 0)
        {
            foreach (var (key, value) in arguments.Positional[0] is DictValue given ? given.Items : throw new TemplateFailure("TemplateTypes", arguments.Callee, TypeName.Of(arguments.Positional[0])))
            {
                dict[key] = value;
            }
        }

        foreach (var (name, value) in arguments.Named)
        {
            dict[name] = value;
        }

        return dict;
    }
}
