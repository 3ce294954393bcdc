using System.Text.Json.Nodes;
using Workbench.Core.Provenance;

namespace Workbench.Components.Provenance;

/// <summary>An edge while it is written.</summary>
public sealed class LineageDraft
{
    public string Kind { get; set; } = ProvenanceStatement.Word(LineageKind.FineTune);

    public string Parent { get; set; } = "";

    public string Child { get; set; } = "";

    public string License { get; set; } = "";

    public bool IsRoot { get; set; }

    public bool IsEmpty => Parent.Length + Child.Length + License.Length == 0;

    public static LineageDraft Of(LineageLink link) =>
        new() { Kind = ProvenanceStatement.Word(link.Kind), Parent = link.Parent, Child = link.Child ?? "", License = link.License ?? "", IsRoot = link.IsRoot };

    /// <summary>As a statement is read.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["kind"] = Kind, ["parent"] = Parent, ["root"] = IsRoot };
        if (Child.Trim().Length > 0)
        {
            json["child"] = Child;
        }

        if (License.Trim().Length > 0)
        {
            json["license"] = License;
        }

        return json;
    }
}
