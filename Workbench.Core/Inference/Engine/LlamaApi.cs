using System.Runtime.InteropServices;
using LLama.Native;

namespace Workbench.Core.Inference.Engine;

/// <summary>What the binding lacks or breaks, imported from the same library. Callers check every argument: a wrong one ends the process.</summary>
internal static unsafe partial class LlamaApi
{
    internal const string Library = "llama";

    [LibraryImport(Library)]
    internal static partial ModelParameters llama_model_default_params();

    [LibraryImport(Library)]
    internal static partial SafeLlamaModelHandle llama_model_load_from_file(byte* path, ModelParameters parameters);

    [LibraryImport(Library)]
    internal static partial void llama_log_set(delegate* unmanaged[Cdecl]<int, byte*, void*, void> callback, void* state);

    [LibraryImport(Library)]
    internal static partial nint llama_model_get_vocab(nint model);

    [LibraryImport(Library)]
    internal static partial byte llama_model_is_recurrent(nint model);

    [LibraryImport(Library)]
    internal static partial byte llama_model_is_hybrid(nint model);

    [LibraryImport(Library)]
    internal static partial int llama_vocab_n_tokens(nint vocabulary);

    [LibraryImport(Library)]
    internal static partial int llama_vocab_bos(nint vocabulary);

    [LibraryImport(Library)]
    internal static partial int llama_vocab_eos(nint vocabulary);

    [LibraryImport(Library)]
    internal static partial byte llama_vocab_get_add_bos(nint vocabulary);

    [LibraryImport(Library)]
    internal static partial byte llama_vocab_is_eog(nint vocabulary, int token);

    [LibraryImport(Library)]
    internal static partial byte llama_vocab_is_control(nint vocabulary, int token);

    [LibraryImport(Library)]
    internal static partial byte* llama_vocab_get_text(nint vocabulary, int token);

    [LibraryImport(Library)]
    internal static partial int llama_tokenize(nint vocabulary, byte* text, int length, int* tokens, int most, byte addSpecial, byte parseSpecial);

    [LibraryImport(Library)]
    internal static partial int llama_token_to_piece(nint vocabulary, int token, byte* buffer, int length, int strip, byte special);

    [LibraryImport(Library)]
    internal static partial int llama_decode(nint context, NativeBatch batch);

    [LibraryImport(Library)]
    internal static partial void llama_synchronize(nint context);

    [LibraryImport(Library)]
    internal static partial void llama_set_n_threads(nint context, int decoding, int prompts);

    [LibraryImport(Library)]
    internal static partial int llama_n_threads(nint context);

    /// <summary>Asked between the operations of a decode, on CPU devices only; true ends the decode with code 2.</summary>
    [LibraryImport(Library)]
    internal static partial void llama_set_abort_callback(nint context, delegate* unmanaged[Cdecl]<void*, byte> callback, void* state);

    [LibraryImport(Library)]
    internal static partial float* llama_get_logits_ith(nint context, int index);

    [LibraryImport(Library)]
    internal static partial float* llama_get_embeddings_ith(nint context, int index);

    [LibraryImport(Library)]
    internal static partial int llama_model_n_embd(nint model);

    [LibraryImport(Library)]
    internal static partial nint llama_adapter_lora_init(nint model, byte* path);

    [LibraryImport(Library)]
    internal static partial int llama_set_adapters_lora(nint context, nint* adapters, nuint count, float* scales);

    [LibraryImport(Library)]
    internal static partial nint llama_get_memory(nint context);

    [LibraryImport(Library)]
    internal static partial byte llama_memory_seq_rm(nint memory, int sequence, int from, int to);

    [LibraryImport(Library)]
    internal static partial void llama_memory_seq_cp(nint memory, int source, int target, int from, int to);
}
