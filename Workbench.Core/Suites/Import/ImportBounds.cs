namespace Workbench.Core.Suites.Import;

/// <summary>How large a foreign file may be. What is larger is refused before it fills the memory.</summary>
internal static class ImportBounds
{
    /// <summary>Of a file that is read whole (JSON, YAML).</summary>
    public const long MostWhole = 64L << 20;

    /// <summary>Of a file that is read row by row.</summary>
    public const long MostStreamed = 1L << 30;

    /// <summary>Of a workbook, unpacked.</summary>
    public const long MostUnpacked = 256L << 20;

    public const int MostField = 1 << 20;

    public const int MostColumns = 1000;

    public const int MostDepth = 16;

    public const int MostProblems = 1000;
}
