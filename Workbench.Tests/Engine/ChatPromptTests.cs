using System.Text.Json.Nodes;
using Workbench.Tests.Shared;

namespace Workbench.Tests.Engine;

[Trait("Category", "Engine")]
public sealed class ChatPromptTests(ExactSmolHost smol) : IClassFixture<ExactSmolHost>
{
    [Fact]
    public async Task Render_ConversationsOfTheGoldens_KeepsControlTokensOfUsersAsText()
    {
        var golden = JsonNode.Parse(await File.ReadAllTextAsync(RepositoryPaths.SharedFile("goldens/smollm2/chat.json")))!;
        var compared = 0;
        foreach (var conversation in golden["conversations"]!.AsArray())
        {
            var expected = conversation!["renderings"]!.AsArray().FirstOrDefault(rendering => rendering!["add_generation_prompt"]!.GetValue<bool>());
            if (expected is null || conversation["messages"]![0]!["role"]!.GetValue<string>() != "system")
            {
                continue;
            }

            var answer = await smol.Host.PostAsync("/x/render", new JsonObject { ["messages"] = conversation["messages"]!.DeepClone() });
            Assert.Equal(expected["text"]!.GetValue<string>(), answer["prompt"]!.GetValue<string>());
            Assert.Equal(expected["ids_safe"]!.ToJsonString(), answer["tokens"]!.ToJsonString());
            compared++;
        }

        Assert.True(compared >= 6);
    }
}
