using System.Runtime.InteropServices;
using System.Text;

namespace Workbench.Core.Inference.Engine;

/// <summary>Text to tokens and back. Safe from any thread: the native vocabulary does not change.</summary>
internal sealed unsafe class Vocabulary
{
    private readonly nint _handle;
    private readonly byte[]?[] _pieces;
    private readonly List<(string Text, int Token)> _controls = [];

    public Vocabulary(nint handle)
    {
        _handle = handle;
        Count = LlamaApi.llama_vocab_n_tokens(handle);
        _pieces = new byte[Count][];
        Begin = LlamaApi.llama_vocab_bos(handle);
        End = LlamaApi.llama_vocab_eos(handle);
        AddsBegin = LlamaApi.llama_vocab_get_add_bos(handle) != 0 && Begin >= 0;
        for (var token = 0; token < Count; token++)
        {
            // Some files mark their begin and end tokens as ordinary ones; a template writes them all the same.
            if ((LlamaApi.llama_vocab_is_control(handle, token) != 0 || token == Begin || IsEnd(token)) && Text(token) is { Length: > 0 } text)
            {
                _controls.Add((text, token));
            }
        }

        // The longest first, so that a token is not taken for another that it begins with.
        _controls.Sort((a, b) => b.Text.Length.CompareTo(a.Text.Length));
    }

    public int Count { get; }

    /// <summary>-1 where the vocabulary has none.</summary>
    public int Begin { get; }

    public int End { get; }

    public bool AddsBegin { get; }

    public nint Handle => _handle;

    /// <summary>Control tokens, the longest text first.</summary>
    public IReadOnlyList<(string Text, int Token)> Controls => _controls;

    public bool IsEnd(int token) => LlamaApi.llama_vocab_is_eog(_handle, token) != 0;

    /// <summary>A token's name in the vocabulary, for example <c>&lt;s&gt;</c>; empty for -1.</summary>
    public string Text(int token) => token < 0 || token >= Count ? "" : Marshal.PtrToStringUTF8((nint)LlamaApi.llama_vocab_get_text(_handle, token)) ?? "";

    /// <summary>Tokens of plain text: no token is added, and control tokens written in it stay text.</summary>
    public int[] Tokenize(string text) => Tokenize(text, parseControl: false);

    public int[] Tokenize(string text, bool parseControl)
    {
        if (text.Length == 0)
        {
            return [];
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        var tokens = new int[bytes.Length + 16];
        fixed (byte* source = bytes)
        {
            for (; ; )
            {
                fixed (int* target = tokens)
                {
                    var count = LlamaApi.llama_tokenize(_handle, source, bytes.Length, target, tokens.Length, 0, parseControl ? (byte)1 : (byte)0);
                    if (count >= 0)
                    {
                        return tokens[..count];
                    }

                    tokens = new int[-count];
                }
            }
        }
    }

    /// <summary>The bytes a token stands for in an answer; often only part of a character. Control tokens give none.</summary>
    public ReadOnlySpan<byte> Piece(int token) => _pieces[token] ??= Read(token);

    private byte[] Read(int token)
    {
        var buffer = new byte[64];
        for (; ; )
        {
            fixed (byte* target = buffer)
            {
                var length = LlamaApi.llama_token_to_piece(_handle, token, target, buffer.Length, 0, 0);
                if (length >= 0)
                {
                    return buffer[..length];
                }

                buffer = new byte[-length];
            }
        }
    }
}
