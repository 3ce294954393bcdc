namespace Workbench.Components.Home;

public sealed class HomeText;
