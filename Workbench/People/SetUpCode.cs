using System.Security.Cryptography;
using System.Text;
using Workbench.Core.Governance;
using Workbench.Core.Language;

namespace Workbench.People;

/// <summary>Shows that who sets the workspace up sees the console it was started on. One code per start, for one use, and ten tries.</summary>
public sealed class SetUpCode
{
    private const int Tries = 10;
    private readonly Lock _lock = new();
    private int _tries;
    private bool _isUsed;

    public string Code { get; } = OneTimePassword.New();

    /// <exception cref="InputException">Another code, or no more tries.</exception>
    public void Check(string typed)
    {
        lock (_lock)
        {
            if (_isUsed || _tries >= Tries)
            {
                throw new InputException(new InputProblem(new Phrase("Governance.SetUpOver"), Field: "code"));
            }

            if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(typed.Trim().ToLowerInvariant()), Encoding.UTF8.GetBytes(Code)))
            {
                _tries++;
                throw new InputException(new InputProblem(new Phrase("Governance.SetUpCodeWrong"), Field: "code"));
            }
        }
    }

    public void Use()
    {
        lock (_lock)
        {
            _isUsed = true;
        }
    }
}
