namespace Workbench.Components.Models;

public sealed class ModelsText;
