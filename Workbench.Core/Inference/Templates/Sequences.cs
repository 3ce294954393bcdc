namespace Workbench.Core.Inference.Templates;

/// <summary>Going through values, and taking parts of them.</summary>
internal static class Sequences
{
    public static IEnumerable<object?> Of(object? value) => value switch
    {
        ListValue list => list.Items,
        string or MarkupValue => CodePoints.Split(PythonText.Of(value)),
        DictValue dict => dict.Keys,
        ViewValue view => view.Items,
        SequenceValue sequence => sequence.Rest(),
        RangeValue range => range.Items,
        UndefinedValue => [],
        _ => throw new TemplateFailure("TemplateNotIterable", TypeName.Of(value)),
    };

    public static List<object?> ListOf(object? value)
    {
        var list = new List<object?>();
        foreach (var item in Of(value))
        {
            if (list.Count == TemplateLimits.Elements)
            {
                throw new TemplateFailure("TemplateTooMuch");
            }

            list.Add(item);
        }

        return list;
    }

    public static bool IsIterable(object? value) => value is string or MarkupValue or ListValue or DictValue or ViewValue or SequenceValue or RangeValue or UndefinedValue;

    public static long Length(object? value) => value switch
    {
        string or MarkupValue => CodePoints.Count(PythonText.Of(value)),
        ListValue list => list.Items.Count,
        DictValue dict => dict.Count,
        ViewValue view => view.Count,
        RangeValue range => range.Count,
        UndefinedValue => 0,
        _ => throw new TemplateFailure("TemplateNoLength", TypeName.Of(value)),
    };

    /// <summary>The part from start to stop by step; null takes the end in the step's direction.</summary>
    public static object Slice(object? value, long? start, long? stop, long? step)
    {
        switch (value)
        {
            case string or MarkupValue:
                var text = PythonText.Of(value);
                return string.Concat(Indices(Length(value), start, stop, step) is { } picked && CodePoints.IsSimple(text) ? picked.Select(i => text[i].ToString()) : Points(text, start, stop, step));
            case ListValue list:
                return new ListValue([.. Indices(list.Items.Count, start, stop, step).Select(i => list.Items[i])], list.IsTuple);
            case RangeValue range:
                return new ListValue([.. Indices(range.Count, start, stop, step).Select(i => range.At(i))]);
            case UndefinedValue undefined:
                throw undefined.Failure;
            default:
                throw new TemplateFailure("TemplateTypes", "[:]", TypeName.Of(value));
        }
    }

    private static IEnumerable<string> Points(string text, long? start, long? stop, long? step)
    {
        var points = CodePoints.Split(text);
        return Indices(points.Count, start, stop, step).Select(i => points[i]);
    }

    private static IEnumerable<int> Indices(long length, long? start, long? stop, long? step)
    {
        var by = step ?? 1;
        if (by == 0)
        {
            throw new TemplateFailure("TemplateByZero");
        }

        var (first, last) = by > 0 ? (0L, length) : (-1L, length - 1);
        var from = start is { } s ? Math.Clamp(s < 0 ? s + length : s, first, last) : by > 0 ? first : last;
        var to = stop is { } e ? Math.Clamp(e < 0 ? e + length : e, first, last) : by > 0 ? last : first;
        return by > 0 ? Up() : Down();

        IEnumerable<int> Up()
        {
            for (var i = from; i < to; i += Math.Min(by, length + 1))
            {
                yield return (int)i;
            }
        }

        IEnumerable<int> Down()
        {
            for (var i = from; i > to; i += Math.Max(by, -length - 1))
            {
                yield return (int)i;
            }
        }
    }
}
