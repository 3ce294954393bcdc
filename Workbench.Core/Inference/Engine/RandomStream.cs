using System.Numerics;

namespace Workbench.Core.Inference.Engine;

/// <summary>xoshiro256** seeded through SplitMix64 (Blackman and Vigna): the same numbers on every platform and runtime version.</summary>
internal sealed class RandomStream
{
    private readonly ulong[] _state = new ulong[4];

    public RandomStream(ulong seed)
    {
        for (var i = 0; i < 4; i++)
        {
            seed += 0x9E3779B97F4A7C15;
            var mixed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            _state[i] = mixed ^ (mixed >> 31);
        }
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Next()
    {
        var result = BitOperations.RotateLeft(_state[1] * 5, 7) * 9;
        var shifted = _state[1] << 17;
        _state[2] ^= _state[0];
        _state[3] ^= _state[1];
        _state[1] ^= _state[2];
        _state[0] ^= _state[3];
        _state[2] ^= shifted;
        _state[3] = BitOperations.RotateLeft(_state[3], 45);
        return (result >> 11) * (1.0 / (1UL << 53));
    }
}
