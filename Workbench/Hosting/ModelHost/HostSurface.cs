namespace Workbench.Hosting.ModelHost;

/// <summary>How a host is reached and how much it takes on.</summary>
/// <param name="Name">The model's name in the protocol.</param>
/// <param name="ApiKey">Asked for with every request; null asks for none.</param>
/// <param name="Sequences">Answers decoded at once.</param>
/// <param name="Queue">Answers that may wait beside them; 0 turns away whatever can't begin at once.</param>
internal sealed record HostSurface(HostAddress Address, string Name, string? ApiKey = null, int Sequences = 16, bool Exact = false, int Queue = HostSurface.UsualQueue)
{
    public const int UsualQueue = 512;

    public const int LongestQueue = 65_536;
}
