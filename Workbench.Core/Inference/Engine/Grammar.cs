namespace Workbench.Core.Inference.Engine;

/// <summary>How far one answer has come in a grammar. The automaton is shared by the answers of an engine; the decoding thread alone uses it.</summary>
internal sealed class Grammar(GrammarAutomaton automaton, TokenTexts tokens)
{
    private int _state;
    private int _era = -1;

    // What the answer holds, for when the automaton has forgotten the state.
    private readonly List<byte> _text = [];

    /// <summary>Sets the logits of tokens that can't follow to negative infinity.</summary>
    /// <exception cref="GrammarFailure">The grammar can be read in too many ways.</exception>
    public void Mask(Span<TokenCandidate> candidates)
    {
        var allowed = automaton.Allowed(State());
        foreach (ref var candidate in candidates)
        {
            if ((allowed[candidate.Token >> 6] >> (candidate.Token & 63) & 1) == 0)
            {
                candidate.Logit = float.NegativeInfinity;
            }
        }
    }

    /// <exception cref="GrammarFailure">The grammar can be read in too many ways.</exception>
    public bool Allows(int token) => tokens.IsEnd(token) ? automaton.IsWhole(State()) : tokens.Bytes(token) is { Length: > 0 } bytes && automaton.Advance(State(), bytes) != GrammarAutomaton.Dead;

    public void Accept(int token)
    {
        if (!tokens.IsEnd(token))
        {
            var bytes = tokens.Bytes(token);
            _state = automaton.Tidy(automaton.Advance(State(), bytes));
            _era = automaton.Era;
            _text.AddRange(bytes);
        }
    }

    private int State()
    {
        if (_era != automaton.Era)
        {
            _state = automaton.Advance(automaton.Start, _text.ToArray());
            _era = automaton.Era;
        }

        return _state;
    }
}
