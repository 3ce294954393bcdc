using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LLama.Native;
using Workbench.Core.Language;

namespace Workbench.Core.Inference.Engine;

/// <summary>What became of a batch.</summary>
internal enum DecodeOutcome
{
    Done,

    /// <summary>No free cells for it; nothing was changed.</summary>
    NoRoom,

    /// <summary>Ended early because <see cref="DecodeContext.Interrupt"/> said so; what the batch's sequences gained must be removed.</summary>
    Interrupted,

    Failed,
}

/// <summary>A model's cache and the batch being filled for it. One thread owns it; arguments are checked here because the library would end the process.</summary>
internal sealed unsafe class DecodeContext : IDisposable
{
    /// <summary>Most tokens of one decode. Batch and micro-batch are alike, so that a batch without room leaves nothing behind.</summary>
    public const int BatchTokens = 512;

    private readonly SafeLLamaContextHandle _handle;
    private readonly nint _context;
    private readonly nint _memory;
    private readonly int _vocabulary;
    private readonly int _width;
    private readonly int* _sequences;
    private readonly GCHandle _self;
    private NativeBatch _batch;

    public DecodeContext(EngineModel model, EngineSpec spec, int context, int sequenceIds, bool embeddings = false)
    {
        var parameters = LLamaContextParams.Default();
        Cells = spec.Cells(context);
        SequenceIds = sequenceIds;
        parameters.n_ctx = (uint)Cells;
        parameters.n_seq_max = (uint)sequenceIds;
        parameters.n_batch = BatchTokens;
        parameters.n_ubatch = BatchTokens;
        parameters.n_threads = spec.Threads;
        parameters.n_threads_batch = spec.Threads;
        parameters.kv_unified = true;
        parameters.no_perf = true;
        parameters.embeddings = embeddings;
        parameters.llama_pooling_type = embeddings ? LLamaPoolingType.None : parameters.llama_pooling_type;
        if (spec.Exact)
        {
            parameters.type_k = GGMLType.GGML_TYPE_F32;
            parameters.type_v = GGMLType.GGML_TYPE_F32;
            parameters.llama_flash_attn_type = LLamaFlashAttentionType.LLAMA_FLASH_ATTENTION_TYPE_DISABLED;
        }
        else if (spec.CacheType is { } name && Models.Fit.CacheType.Find(name) is { } type)
        {
            parameters.type_k = (GGMLType)type.Id;
            parameters.type_v = (GGMLType)type.Id;
        }

        _handle = SafeLLamaContextHandle.Create(model.Handle, parameters);
        if (_handle.IsInvalid)
        {
            throw new ModelUnavailableException(new Phrase("Inference.ContextDoesNotOpen", Cells.ToString(System.Globalization.CultureInfo.InvariantCulture), EngineLog.LastError));
        }

        _context = _handle.DangerousGetHandle();
        _memory = LlamaApi.llama_get_memory(_context);
        _vocabulary = model.Vocabulary.Count;
        _width = model.Width;
        SetAdapters(model);
        _batch.Tokens = (int*)NativeMemory.Alloc(BatchTokens, sizeof(int));
        _batch.Positions = (int*)NativeMemory.Alloc(BatchTokens, sizeof(int));
        _batch.SequenceCounts = (int*)NativeMemory.Alloc(BatchTokens, sizeof(int));
        _batch.Sequences = (int**)NativeMemory.Alloc(BatchTokens, (nuint)sizeof(nint));
        _batch.Outputs = (byte*)NativeMemory.Alloc(BatchTokens, 1);
        _sequences = (int*)NativeMemory.Alloc((nuint)(BatchTokens * SequenceIds), sizeof(int));
        for (var i = 0; i < BatchTokens; i++)
        {
            _batch.Sequences[i] = _sequences + (i * SequenceIds);
        }

        _self = GCHandle.Alloc(this);
        LlamaApi.llama_set_abort_callback(_context, &OnOperation, (void*)GCHandle.ToIntPtr(_self));
    }

    /// <summary>Cells shared by all sequences.</summary>
    public int Cells { get; }

    public int SequenceIds { get; }

    public int Count => _batch.Count;

    /// <summary>Asked often during a decode on the processor; true ends it early.</summary>
    public Func<bool>? Interrupt { get; set; }

    /// <summary>Threads of a decode, as the library has them.</summary>
    public int Threads => LlamaApi.llama_n_threads(_context);

    /// <summary>Threads of every decode from now on.</summary>
    public void SetThreads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, EngineSpec.MostThreads);
        LlamaApi.llama_set_n_threads(_context, threads, threads);
    }

    public void Clear() => _batch.Count = 0;

    /// <returns>The index under which the token's logits can be read after decoding.</returns>
    public int Add(int token, int position, int sequence, bool output) => Add(token, position, [sequence], output);

    /// <summary>One token of several sequences that are alike up to it: one cell that all of them see.</summary>
    public int Add(int token, int position, ReadOnlySpan<int> sequences, bool output)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(_batch.Count, BatchTokens);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)token, (uint)_vocabulary);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)Cells);
        ArgumentOutOfRangeException.ThrowIfZero(sequences.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequences.Length, SequenceIds);
        foreach (var sequence in sequences)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sequence, (uint)SequenceIds);
        }

        var index = _batch.Count++;
        _batch.Tokens[index] = token;
        _batch.Positions[index] = position;
        _batch.SequenceCounts[index] = sequences.Length;
        sequences.CopyTo(new Span<int>(_batch.Sequences[index], SequenceIds));
        _batch.Outputs[index] = output ? (byte)1 : (byte)0;
        return index;
    }

    public DecodeOutcome Decode()
    {
        var code = LlamaApi.llama_decode(_context, _batch);
        if (code == 0)
        {
            LlamaApi.llama_synchronize(_context);
        }

        return code switch { 0 => DecodeOutcome.Done, 1 => DecodeOutcome.NoRoom, 2 => DecodeOutcome.Interrupted, _ => DecodeOutcome.Failed };
    }

    /// <summary>One logit per vocabulary entry; valid until the next decode.</summary>
    public ReadOnlySpan<float> Logits(int index)
    {
        if ((uint)index >= (uint)_batch.Count || _batch.Outputs[index] == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(index));
        }

        var logits = LlamaApi.llama_get_logits_ith(_context, index);
        return logits == null ? throw new InvalidOperationException($"no logits at {index}") : new ReadOnlySpan<float>(logits, _vocabulary);
    }

    /// <summary>A token's last hidden state, in a context for embeddings; valid until the next decode.</summary>
    public ReadOnlySpan<float> Embedding(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_batch.Count);
        var hidden = LlamaApi.llama_get_embeddings_ith(_context, index);
        return hidden == null ? throw new InvalidOperationException($"no embedding at {index}") : new ReadOnlySpan<float>(hidden, _width);
    }

    /// <summary>Forgets a sequence from a position on.</summary>
    /// <returns>False if the model can't be cut back there; the sequence is unchanged.</returns>
    public bool Remove(int sequence, int from = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sequence, (uint)SequenceIds);
        return LlamaApi.llama_memory_seq_rm(_memory, sequence, from, -1) != 0;
    }

    /// <summary>Lets another sequence share the first cells of one; nothing is copied but the right to see them.</summary>
    public void Share(int source, int target, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)source, (uint)SequenceIds);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)target, (uint)SequenceIds);
        LlamaApi.llama_memory_seq_cp(_memory, source, target, 0, length);
    }

    // They act on the whole context, so before its first decode.
    private void SetAdapters(EngineModel model)
    {
        if (model.AdapterHandles.Count == 0)
        {
            return;
        }

        fixed (nint* adapters = model.AdapterHandles.ToArray())
        fixed (float* scales = model.Adapters.Select(adapter => (float)adapter.Scale).ToArray())
        {
            if (LlamaApi.llama_set_adapters_lora(_context, adapters, (nuint)model.AdapterHandles.Count, scales) != 0)
            {
                _handle.Dispose();
                throw new ModelUnavailableException(new Phrase("Inference.AdapterRefused", model.Adapters[0].File, EngineLog.LastError));
            }
        }
    }

    public void Dispose()
    {
        _handle.Dispose();
        NativeMemory.Free(_batch.Tokens);
        NativeMemory.Free(_batch.Positions);
        NativeMemory.Free(_batch.SequenceCounts);
        NativeMemory.Free(_batch.Sequences);
        NativeMemory.Free(_batch.Outputs);
        NativeMemory.Free(_sequences);
        _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte OnOperation(void* state) => ((DecodeContext)GCHandle.FromIntPtr((nint)state).Target!).Interrupt?.Invoke() == true ? (byte)1 : (byte)0;
}
