using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbench.Core.Suites;

/// <summary>JSON of what was written out in a suite file.</summary>
internal static partial class NodeJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(SuiteNode node) => Of(node)?.ToJsonString(Options) ?? "null";

    private static JsonNode? Of(SuiteNode node)
    {
        switch (node)
        {
            case SuiteMap map:
                var members = new JsonObject();
                foreach (var (name, value) in map.Entries)
                {
                    members[name.Text] = Of(value);
                }

                return members;
            case SuiteList list:
                return new JsonArray([.. list.Items.Select(Of)]);
            case SuiteScalar { IsNull: true }:
                return null;
            case SuiteScalar { Plain: true, Text: "true" or "false" } flag:
                return flag.Text == "true";
            case SuiteScalar { Plain: true } number when JsonNumber().IsMatch(number.Text):
                return JsonNode.Parse(number.Text);
            default:
                return ((SuiteScalar)node).Text;
        }
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex JsonNumber();
}
