namespace Workbench.Core.Inference.Templates;

/// <summary>A part of a prompt: written by the template, or the content of a message, in which control tokens are only text.</summary>
public sealed record PromptPiece(string Text, bool IsContent);
