using Workbench.Core.Language;

namespace Workbench.Core.Governance;

/// <summary>How a sign-in ended: a person, or a reason why not, or the second step that is still to come.</summary>
/// <param name="Refused">Never tells whether the name exists.</param>
/// <param name="Pending">Name and password were right; a code of the authenticator is needed too.</param>
public sealed record SignInOutcome(Person? Person, Phrase? Refused, Person? Pending = null);
