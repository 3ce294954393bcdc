using Microsoft.Extensions.Localization;
using Workbench.Core.Banks;

namespace Workbench.Components.Banks;

/// <summary>Words of the pages about question banks.</summary>
public sealed class BanksText
{
    public static string Of(IStringLocalizer<BanksText> text, BankKind kind) => text[$"Kind.{BankNames.Of(kind)}"];

    public static string Of(IStringLocalizer<BanksText> text, BankItemState state) => text[$"State.{BankNames.Of(state)}"];
}
