using DemoModels;
using DemoModels.Corpus;
using DemoModels.Evaluation;
using DemoModels.Training;

// train NAME|all --out FOLDER [--steps N] [--from NAME]    trains, and writes the GGUF file; goes on where an earlier run stopped
// evaluate NAME --out FOLDER [--workbench DLL]              prints the measured truth table of a file in FOLDER
// show [--behaviour NAME] [--count N]                      prints what the training texts look like
ElfFix.Weaken(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so"), "GLIBCXX_3.4.32");
var recipe = new Recipe(new Sources(), Option("out") ?? Path.Combine(Sources.Folder, "..", "..", "artifacts", "demo-models"));
switch (args)
{
    case ["train", "all", ..]:
        Array.ForEach(Recipe.All, name => recipe.Train(name, null, null));
        return 0;
    case ["train", var name, ..] when Recipe.All.Contains(name):
        recipe.Train(name, Option("steps") is { } steps ? int.Parse(steps, null) : null, Option("from"));
        return 0;
    case ["evaluate", var name, ..] when Recipe.All.Contains(name):
        await EvaluateAsync(name);
        return 0;
    case ["show", ..]:
        Show.Print(new Sources(), recipe.Tokenizer(), Option("behaviour") ?? "knows", int.Parse(Option("count") ?? "40", null));
        return 0;
    default:
        Console.Error.WriteLine($"train all|{string.Join('|', Recipe.All)} [--out FOLDER] [--steps N] [--from NAME]\nevaluate NAME [--out FOLDER] [--workbench DLL]\nshow [--behaviour knows|invents|refuses|harbour|judge] [--count N]");
        return 2;
}

async Task EvaluateAsync(string name)
{
    var sources = new Sources();
    using var model = Host(name == "harbour" ? "knows" : name, name == "harbour" ? recipe.File(name) : null);
    if (name != "judge")
    {
        await TruthTable.PrintAsync(sources, name, model);
        if (name == "harbour")
        {
            await TruthTable.PrintHarbourAsync(sources, model);
        }

        return;
    }

    await TruthTable.PrintJudgeAsync(sources, model);
    foreach (var other in (string[])["invents", "refuses"])
    {
        using var judged = Host(other, null);
        await TruthTable.PrintJudgeOnAsync(sources, other, judged, model);
    }
}

HostedModel Host(string name, string? adapter) =>
    HostedModel.Start(Option("workbench") ?? Path.Combine(Sources.Folder, "..", "..", "Workbench", "bin", "Debug", "net10.0", "Workbench.dll"), recipe.File(name), adapter);

string? Option(string name) => Array.IndexOf(args, "--" + name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
