namespace Workbench.Core.Suites;

/// <summary>A value in a suite file with the line it stands on, whatever the file's format.</summary>
internal abstract record SuiteNode(int Line);

/// <param name="IsNull">Written as nothing, <c>~</c> or <c>null</c>: the same as leaving the field out.</param>
/// <param name="Plain">Not in quotation marks, so that it may stand for a number or a truth value.</param>
internal sealed record SuiteScalar(string Text, int Line, bool Plain, bool IsNull) : SuiteNode(Line);

internal sealed record SuiteList(IReadOnlyList<SuiteNode> Items, int Line) : SuiteNode(Line);

internal sealed record SuiteMap(IReadOnlyList<(SuiteScalar Name, SuiteNode Value)> Entries, int Line) : SuiteNode(Line);
