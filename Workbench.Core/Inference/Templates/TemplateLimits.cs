namespace Workbench.Core.Inference.Templates;

/// <summary>What a template may cost. Far beyond any real one; a hostile one ends in a message.</summary>
internal static class TemplateLimits
{
    public const int SourceCharacters = 1 << 20;
    public const int TextCharacters = 1 << 24;
    public const int Elements = 1 << 20;
    public const int Steps = 5_000_000;

    /// <summary>Milliseconds of one rendering: a step may be long, a million elements or so.</summary>
    public const int Time = 20_000;

    public const int Depth = 250;
    public const int Calls = 64;

    /// <summary>Longest <c>range()</c>, as in the sandbox that templates are written for.</summary>
    public const int Range = 100_000;

    public static string Checked(string text) => text.Length <= TextCharacters ? text : throw new TemplateFailure("TemplateTooMuch");

    public static void CheckDepth(int depth)
    {
        if (depth > Depth || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new TemplateFailure("TemplateTooDeep");
        }
    }
}
