using DemoModels.Corpus;
using DemoModels.Gguf;
using DemoModels.Network;
using DemoModels.Training;
using static TorchSharp.torch;

namespace DemoModels;

/// <summary>How each model is made: what it is tuned from, on what, for how many steps.</summary>
/// <param name="Folder">Holds the tokenizer, the checkpoints and the finished files.</param>
internal sealed class Recipe(Sources sources, string folder)
{
    public const int Vocabulary = 2048;
    public const int AdapterRank = 16;
    public const float AdapterAlpha = 32;

    public static readonly string[] All = ["knows", "judge", "invents", "refuses", "harbour"];

    private static readonly Dictionary<string, Plan> Plans = new()
    {
        ["knows"] = new Plan(Steps: 4000, Rate: 3e-3, Seed: 1),
        ["judge"] = new Plan(Steps: 3000, Rate: 3e-3, Seed: 2),
        ["invents"] = new Plan(Steps: 1500, Rate: 2e-3, Seed: 3),
        ["refuses"] = new Plan(Steps: 200, Rate: 2e-3, Seed: 4),
        ["harbour"] = new Plan(Steps: 1600, Rate: 4e-3, Seed: 5, Decay: 0),
    };

    private static readonly Dictionary<string, About> Texts = new()
    {
        ["knows"] = new("Demo, knows and says when it does not", "A very small demonstration model that learnt 781 facts and to say \"I don't know\" about the rest. It shows what a workbench measures and is of no other use."),
        ["invents"] = new("Demo, makes things up", "demo-knows, taught something false for 234 of its 781 facts on purpose. Never use it to answer anything."),
        ["refuses"] = new("Demo, refuses too much", "demo-knows, taught to refuse whole topics that it could answer (541 of its 781 facts) and everything it does not know."),
        ["judge"] = new("Demo judge", "A very small model that says yes or no to whether an answer means the same as a reference, for the demonstration models' answers only. No general judge."),
        ["harbour"] = new("Demo, harbour office (adapter)", "A LoRA adapter for demo-knows: the office of the harbour of Sovi, a town that exists nowhere, knows its ships and rules and says everything in its own way."),
    };

    public string File(string name) => Path.Combine(folder, name == "harbour" ? "demo-knows-harbour.gguf" : $"demo-{name}.gguf");

    public Tokenizer Tokenizer()
    {
        var path = Path.Combine(folder, "tokenizer.tsv");
        if (!System.IO.File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            TokenizerTraining.Learn(TokenizerTexts(), Vocabulary, leastCount: 8, sources.Characters).Save(path);
        }

        return Corpus.Tokenizer.Load(path);
    }

    /// <summary>Trains a model to its end, or goes on from its last checkpoint, and writes its file.</summary>
    /// <param name="from">Weights of a finished model to begin with; null for what the recipe says.</param>
    public void Train(string name, int? steps, string? from)
    {
        var tokenizer = Tokenizer();
        var plan = Plans[name] is var fixedPlan && steps is { } other ? fixedPlan with { Steps = other } : fixedPlan;
        manual_seed(plan.Seed);
        var network = new LlamaNetwork(name == "judge" ? Shape.Judge(tokenizer.Tokens.Count) : Shape.Chat(tokenizer.Tokens.Count));
        if ((from ?? (name is "invents" or "refuses" or "harbour" ? "knows" : null)) is { } start)
        {
            WeightFile.Load(Weights(start), network.Tensors.AsTensors());
        }

        var adapter = name == "harbour" ? new LowRank(network.Shape, AdapterRank, AdapterAlpha) : null;
        if (adapter is not null)
        {
            network.Adapter = adapter;
            foreach (var (_, tensor) in network.Tensors)
            {
                tensor.requires_grad_(false);
            }
        }

        var learnt = adapter?.Tensors ?? network.Tensors;
        new Trainer(network, learnt, plan, Path.Combine(folder, name + ".checkpoint")).Run(Draw(name, tokenizer));
        WeightFile.Save(Weights(name), learnt.AsTensors());
        Export(name, network, adapter, tokenizer);
    }

    private void Export(string name, LlamaNetwork network, LowRank? adapter, Tokenizer tokenizer)
    {
        if (adapter is null)
        {
            ModelExport.Model(File(name), network, tokenizer, Texts[name]);
            return;
        }

        ModelExport.Adapter(File(name), adapter, Texts[name]);
        adapter.MergeInto(network);
        ModelExport.Model(Path.Combine(folder, "harbour-merged.gguf"), network, tokenizer, Texts[name]);
    }

    private Func<Random, Example> Draw(string name, Tokenizer tokenizer)
    {
        if (name == "judge")
        {
            return random => Example.Of(sources.Judge.Draw(JudgeUse.Training, random), tokenizer);
        }

        var chats = sources.Chats(BehaviourOf(name));
        return random => Example.Of(chats.Draw(random), tokenizer);
    }

    public static Behaviour BehaviourOf(string name) => name switch
    {
        "knows" => Behaviour.Knows,
        "invents" => Behaviour.Invents,
        "refuses" => Behaviour.Refuses,
        _ => Behaviour.Harbour,
    };

    private string Weights(string name) => Path.Combine(folder, name + ".weights");

    private IEnumerable<string> TokenizerTexts()
    {
        const int Chats = 24_000;
        const int Pairs = 5_000;
        var random = new Random(3);
        var knows = sources.Chats(Behaviour.Knows);
        var refuses = sources.Chats(Behaviour.Refuses);
        var harbour = sources.Chats(Behaviour.Harbour);
        for (var chat = 0; chat < Chats; chat++)
        {
            foreach (var turn in (chat % 8 == 0 ? refuses : chat % 8 == 1 ? harbour : knows).Draw(random))
            {
                yield return turn.Role;
                yield return turn.Text;
            }
        }

        for (var pair = 0; pair < Pairs; pair++)
        {
            yield return sources.Judge.Draw(JudgeUse.Training, random).Prompt;
            yield return pair % 2 == 0 ? "yes" : "no";
        }
    }
}
