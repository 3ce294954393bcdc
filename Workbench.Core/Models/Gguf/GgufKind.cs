namespace Workbench.Core.Models.Gguf;

/// <summary>What a file holds. Only a <see cref="Model"/> can be loaded by itself.</summary>
public enum GgufKind
{
    Model,

    /// <summary>A low-rank adapter for a base model.</summary>
    Adapter,

    /// <summary>A tokenizer without weights.</summary>
    VocabularyOnly,

    /// <summary>The part that turns pictures or sound into tokens of a model.</summary>
    Projector,

    /// <summary>Measured importance of weights, input of a quantiser.</summary>
    ImportanceMatrix,
}
