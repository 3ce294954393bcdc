using Workbench.Core.Inference.Clients;

namespace Workbench.Core.Inference.Hosts;

/// <summary>One process that is ready to answer, and its end.</summary>
internal sealed record RunningHost(OpenAiModelClient Client, Task<HostExit> Exited);
