using System.Globalization;

namespace Workbench.Core.Inference.Templates;

/// <summary>Filters that give numbers.</summary>
internal static class NumberFilters
{
    private static readonly string[] Decimal = ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
    private static readonly string[] Binary = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];

    public static IEnumerable<KeyValuePair<string, Filter>> All { get; } =
    [
        new("int", (_, value, arguments) => Whole(value, arguments.Get(0, "default", 0L))),
        new("float", (_, value, arguments) => Real(value) ?? arguments.Get(0, "default", 0.0)),
        new("abs", (_, value, _) => value is double real ? Math.Abs(real) : Operators.Normal(System.Numerics.BigInteger.Abs(value is System.Numerics.BigInteger large ? large : Operators.WholeOf(value, "abs")))),
        new("round", (_, value, arguments) => Round(value, arguments.Take("precision", "method"))),
        new("sum", (_, value, arguments) => Sequences.Of(value).Select(SequenceFilters.Getter(arguments.Take("attribute", "start").Get(0, "attribute"))).Aggregate(arguments.Get(1, "start", 0L), (sum, item) => Operators.Binary("+", sum, item))),
        new("filesizeformat", (_, value, arguments) => FileSize(Real(value) ?? throw new TemplateFailure("TemplateTypes", "filesizeformat", TypeName.Of(value)), arguments.Flag(0, "binary"))),
    ];

    private static object? Whole(object? value, object? otherwise) => value switch
    {
        bool flag => flag ? 1L : 0L,
        long or System.Numerics.BigInteger => value,
        double real when double.IsFinite(real) => Operators.Normal(new System.Numerics.BigInteger(real)),
        _ when PythonText.IsText(value) && PythonText.Of(value) is { Length: <= Operators.MostDigits } text && System.Numerics.BigInteger.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var whole) => Operators.Normal(whole),
        _ when PythonText.IsText(value) && Real(value) is { } real && double.IsFinite(real) => Operators.Normal(new System.Numerics.BigInteger(real)),
        _ => otherwise,
    };

    private static double? Real(object? value) => value switch
    {
        bool flag => flag ? 1 : 0,
        long whole => whole,
        System.Numerics.BigInteger large => (double)large,
        double real => real,
        _ when PythonText.IsText(value) && double.TryParse(PythonText.Of(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var real) => real,
        _ => null,
    };

    private static object Round(object? value, Arguments arguments)
    {
        var digits = (int)Math.Clamp(arguments.Whole(0, "precision", 0), 0, 15);
        var real = Real(value) ?? throw new TemplateFailure("TemplateTypes", "round", TypeName.Of(value));
        var scale = Math.Pow(10, digits);
        return arguments.Text(1, "method", "common") switch
        {
            "ceil" => Math.Ceiling(real * scale) / scale,
            "floor" => Math.Floor(real * scale) / scale,
            _ => Math.Round(real, digits, MidpointRounding.ToEven),
        };
    }

    private static string FileSize(double bytes, bool binary)
    {
        var unit = binary ? 1024.0 : 1000.0;
        if (bytes < unit)
        {
            return bytes == 1 ? "1 Byte" : string.Create(CultureInfo.InvariantCulture, $"{(long)bytes} Bytes");
        }

        var names = binary ? Binary : Decimal;
        var power = Math.Clamp((int)Math.Log(bytes, unit), 1, names.Length);
        power -= bytes < Math.Pow(unit, power) ? 1 : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / Math.Pow(unit, power):0.0} {names[power - 1]}");
    }
}
