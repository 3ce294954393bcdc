namespace Workbench.Core.Language;

/// <summary>An exception that says its reason in every language.</summary>
public interface IReasoned
{
    Phrase Reason { get; }
}
