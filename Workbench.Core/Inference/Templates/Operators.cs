using System.Globalization;
using System.Numerics;

namespace Workbench.Core.Inference.Templates;

/// <summary>Truth, equality, order and arithmetic of values.</summary>
internal static class Operators
{
    /// <summary>Decimal digits up to which Python reads and prints a number.</summary>
    public const int MostDigits = 4300;

    private const int MostBits = 14_284;

    public static bool IsTrue(object? value) => value switch
    {
        null or UndefinedValue => false,
        bool flag => flag,
        long whole => whole != 0,
        double real => real != 0,
        string text => text.Length > 0,
        MarkupValue markup => markup.Text.Length > 0,
        ListValue list => list.Items.Count > 0,
        DictValue dict => dict.Count > 0,
        ViewValue view => view.Count > 0,
        RangeValue range => range.Count > 0,
        _ => true,
    };

    public static bool AreEqual(object? left, object? right, int depth = 0)
    {
        TemplateLimits.CheckDepth(depth);
        return (Plain(left), Plain(right)) switch
        {
            (null, null) => true,
            (null, _) or (_, null) => false,
            (UndefinedValue, UndefinedValue) => true,
            (string a, string b) => a == b,
            (long a, long b) => a == b,
            (BigInteger a, BigInteger b) => a == b,
            (long or BigInteger or double, long or BigInteger or double) => Real(Plain(left)) == Real(Plain(right)),
            (ListValue a, ListValue b) => a.IsTuple == b.IsTuple && a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(pair => AreEqual(pair.First, pair.Second, depth + 1)),
            (DictValue a, DictValue b) => a.Count == b.Count && a.Items.All(item => b.TryGet(item.Key, out var other) && AreEqual(item.Value, other, depth + 1)),
            var (a, b) => ReferenceEquals(a, b),
        };
    }

    public static int Compare(object? left, object? right, string sign = "<", int depth = 0)
    {
        TemplateLimits.CheckDepth(depth);
        switch (Plain(left), Plain(right))
        {
            case (string a, string b):
                return CodePoints.Compare(a, b);
            case (long a, long b):
                return a.CompareTo(b);
            case (long or BigInteger, long or BigInteger):
                return Large(Plain(left)).CompareTo(Large(Plain(right)));
            case (long or BigInteger or double, long or BigInteger or double):
                return Real(Plain(left)).CompareTo(Real(Plain(right)));
            case (ListValue a, ListValue b) when a.IsTuple == b.IsTuple:
                foreach (var (x, y) in a.Items.Zip(b.Items))
                {
                    if (!AreEqual(x, y, depth + 1))
                    {
                        return Compare(x, y, sign, depth + 1);
                    }
                }

                return a.Items.Count.CompareTo(b.Items.Count);
            default:
                throw Mismatch(sign, left, right);
        }
    }

    public static object? Binary(string sign, object? left, object? right) => sign switch
    {
        "+" => Add(left, right),
        "~" => TemplateLimits.Checked(PythonText.Of(left) + PythonText.Of(right)),
        "*" => Multiply(left, right),
        "%" when PythonText.IsText(left) => PercentFormat.Of(PythonText.Of(left), right is ListValue { IsTuple: true } tuple ? tuple.Items : [right]),
        _ => Number(sign, left, right),
    };

    public static object Negate(object? value, string sign) => Plain(value) switch
    {
        long or BigInteger => sign == "-" ? Normal(-Large(Plain(value))) : Plain(value)!,
        double real => (object)(sign == "-" ? -real : real),
        UndefinedValue undefined => throw undefined.Failure,
        _ => throw new TemplateFailure("TemplateTypes", sign, TypeName.Of(value)),
    };

    public static bool Contains(object? container, object? item) => container switch
    {
        string or MarkupValue => PythonText.Of(container).Contains(PythonText.TextOf(item, "in"), StringComparison.Ordinal),
        DictValue dict => dict.Contains(item),
        _ => Sequences.Of(container).Any(value => AreEqual(value, item)),
    };

    public static long WholeOf(object? value, string what) => Plain(value) switch
    {
        long whole => whole,
        UndefinedValue undefined => throw undefined.Failure,
        _ => throw new TemplateFailure("TemplateTypes", what, TypeName.Of(value)),
    };

    private static object? Add(object? left, object? right)
    {
        switch (left, right)
        {
            case (string a, string b):
                return TemplateLimits.Checked(a + b);
            case (MarkupValue a, string or MarkupValue):
                return new MarkupValue(TemplateLimits.Checked(a.Text + (right is MarkupValue marked ? marked.Text : TextFilters.Escape(PythonText.Of(right)))));
            case (string a, MarkupValue b):
                return new MarkupValue(TemplateLimits.Checked(TextFilters.Escape(a) + b.Text));
            case (ListValue a, ListValue b) when a.IsTuple == b.IsTuple:
                return a.Items.Count + b.Items.Count <= TemplateLimits.Elements ? new ListValue([.. a.Items, .. b.Items], a.IsTuple) : throw new TemplateFailure("TemplateTooMuch");
            default:
                return Number("+", left, right);
        }
    }

    private static object? Multiply(object? left, object? right)
    {
        if (Plain(left) is long && Plain(right) is string or ListValue)
        {
            (left, right) = (right, left);
        }

        switch (Plain(left), Plain(right))
        {
            case (string text, long count):
                count = Math.Max(0, count);
                return text.Length == 0 || count <= TemplateLimits.TextCharacters / text.Length ? new System.Text.StringBuilder().Insert(0, text, (int)Math.Min(count, text.Length == 0 ? 0 : count)).ToString() : throw new TemplateFailure("TemplateTooMuch");
            case (ListValue list, long count):
                count = Math.Max(0, count);
                return list.Items.Count == 0 || count <= TemplateLimits.Elements / list.Items.Count
                    ? new ListValue([.. Enumerable.Repeat(list.Items, list.Items.Count == 0 ? 0 : (int)count).SelectMany(items => items)], list.IsTuple)
                    : throw new TemplateFailure("TemplateTooMuch");
            default:
                return Number("*", left, right);
        }
    }

    private static object Number(string sign, object? left, object? right)
    {
        try
        {
            return (Plain(left), Plain(right)) switch
            {
                (long or BigInteger, long or BigInteger) => Whole(sign, Large(Plain(left)), Large(Plain(right))),
                (long or BigInteger or double, long or BigInteger or double) => Reals(sign, Real(Plain(left)), Real(Plain(right))),
                _ => throw Mismatch(sign, left, right),
            };
        }
        catch (Exception exception) when (exception is OverflowException or DivideByZeroException)
        {
            throw new TemplateFailure(exception is DivideByZeroException ? "TemplateByZero" : "TemplateNumberTooLarge");
        }
    }

    /// <summary>A whole number of any size: 64 bits where they hold it, so that most need no more.</summary>
    /// <exception cref="OverflowException">It has more digits than Python would print.</exception>
    public static object Normal(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value.GetBitLength() <= MostBits ? value : throw new OverflowException();

    private static object Whole(string sign, BigInteger a, BigInteger b) => sign switch
    {
        "+" => Normal(a + b),
        "-" => Normal(a - b),
        "*" => Normal(a * b),
        "/" => b.IsZero ? throw new DivideByZeroException() : (object)((double)a / (double)b),
        "//" => Normal((a - Modulo(a, b)) / b),
        "%" => Normal(Modulo(a, b)),
        _ => b.Sign < 0 ? (object)Math.Pow((double)a, (double)b) : Power(a, b),
    };

    // The sign of the divisor, as in Python.
    private static BigInteger Modulo(BigInteger a, BigInteger b)
    {
        var rest = a % b;
        return !rest.IsZero && (rest.Sign < 0 != b.Sign < 0) ? rest + b : rest;
    }

    private static object Power(BigInteger a, BigInteger b) =>
        a.IsZero || a.IsOne || a == BigInteger.MinusOne ? Normal(BigInteger.Pow(a, (int)(2 + (b % 2)) * (b.IsZero ? 0 : 1)))
        : a.GetBitLength() * b <= 2 * MostBits ? Normal(BigInteger.Pow(a, (int)b))
        : throw new OverflowException();

    private static BigInteger Large(object? value) => value is long whole ? whole : (BigInteger)value!;

    private static object Reals(string sign, double a, double b) => sign switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "**" => Math.Pow(a, b),
        _ when b == 0 => throw new DivideByZeroException(),
        "/" => a / b,
        "//" => Math.Floor(a / b),
        _ => a - (b * Math.Floor(a / b)),
    };

    private static double Real(object? value) => value is BigInteger large ? (double)large : Convert.ToDouble(value, CultureInfo.InvariantCulture);

    // A truth value counts as 0 or 1, marked text as text.
    private static object? Plain(object? value) => value switch { bool flag => flag ? 1L : 0L, MarkupValue markup => markup.Text, _ => value };

    private static TemplateFailure Mismatch(string sign, object? left, object? right) =>
        left is UndefinedValue undefined ? undefined.Failure
        : right is UndefinedValue other ? other.Failure
        : new TemplateFailure("TemplateOperands", TypeName.Of(left), sign, TypeName.Of(right));
}
