using System.Collections.Frozen;
using System.Text.Json;
using Workbench.Core.Inference.Templates;
using Workbench.Core.Language;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Inference.Templates;

/// <summary>182 templates of 81 families against the reference's output, byte for byte; and small templates for one construct each.</summary>
public sealed class TemplateGoldenTests
{
    private const string Folder = "goldens/templates";

    private static readonly DateTimeOffset Now = new(2026, 1, 15, 9, 30, 5, TimeSpan.Zero);

    private static readonly Lazy<FrozenDictionary<string, JsonElement[]>> Cases = new(() =>
        Lines("goldens.jsonl").GroupBy(line => line.GetProperty("template").GetString()!).ToFrozenDictionary(group => group.Key, group => group.ToArray()));

    private static readonly Lazy<JsonElement[]> MicroLines = new(() => [.. Lines("micro.jsonl")]);

    public static TheoryData<string> Templates => Directory.Exists(Path.Combine(RepositoryPaths.Shared, Folder)) ? [.. Cases.Value.Keys.Order()] : ["(goldens)"];

    public static TheoryData<string> Micro => File.Exists(Path.Combine(RepositoryPaths.Shared, Folder, "micro.jsonl")) ? [.. MicroLines.Value.Skip(1).Select(line => line.GetProperty("id").GetString()!)] : ["(micro)"];

    [Theory, MemberData(nameof(Templates))]
    public void Template_OnEveryContext_GivesTheReferenceText(string name)
    {
        var template = ChatTemplate.Compile(File.ReadAllText(RepositoryPaths.SharedFile($"{Folder}/{name}.jinja")), name);

        Assert.All(Cases.Value[name], line => Check(line, () => template.Render(TemplateContext.FromJson(line.GetProperty("context"), Now))));
    }

    [Theory, MemberData(nameof(Templates))]
    public void Pieces_OnEveryContext_JoinToTheWholeText(string name)
    {
        var template = ChatTemplate.Compile(File.ReadAllText(RepositoryPaths.SharedFile($"{Folder}/{name}.jinja")), name);

        Assert.All(Cases.Value[name].Where(line => line.TryGetProperty("expected", out _)), line => Check(line, () => string.Concat(template.RenderPieces(TemplateContext.FromJson(line.GetProperty("context"), Now)).Select(piece => piece.Text))));
    }

    [Theory, MemberData(nameof(Micro))]
    public void Construct_GivesTheReferenceText(string id)
    {
        RepositoryPaths.SharedFile($"{Folder}/micro.jsonl");
        var line = MicroLines.Value.Single(candidate => candidate.GetProperty("id").GetString() == id);

        Check(line, () => ChatTemplate.Compile(line.GetProperty("template").GetString()!).Render(TemplateContext.FromJson(MicroLines.Value[0].GetProperty("context"), Now)));
    }

    private static void Check(JsonElement line, Func<string> render)
    {
        var id = line.GetProperty("id").GetString();
        if (line.TryGetProperty("expected", out var expected))
        {
            Assert.Equal((id, expected.GetString()), (id, render()));
            return;
        }

        var error = line.GetProperty("error");
        var problem = Assert.Throws<InputException>(() => render()).Problems[0];
        Assert.True(problem.Line > 0, id);
        if (error.GetProperty("match").GetString() == "exact")
        {
            Assert.Equal((id, error.GetProperty("message").GetString()), (id, problem.Message.ToString()));
        }
        else
        {
            Assert.NotEqual(problem.Message.Key, problem.Message.ToString());
        }
    }

    private static IEnumerable<JsonElement> Lines(string file) =>
        File.ReadLines(Path.Combine(RepositoryPaths.Shared, Folder, file)).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement);
}
