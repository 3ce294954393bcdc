using Workbench.Cli;

return await CommandTree.RunAsync(args);

/// <summary>The one executable: the web workbench, the host of a model, and every command.</summary>
public partial class Program;
