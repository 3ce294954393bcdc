namespace Workbench.Core.Inference;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
public sealed record ChatMessage(string Role, string Content);
