using System.Runtime.CompilerServices;
using DemoSuite;

// What the demonstration models were taught (facts, questions) and names that they never saw; the suite is the same at every run.
// With the word "deal": writes taught.tsv anew, which the models must then be trained on again.
var folder = Path.GetDirectoryName(Here())!;
var world = World.Read(folder);
if (args is ["deal"])
{
    File.WriteAllText(Path.Combine(folder, "taught.tsv"), Deal.Write(world, seed: 11));
    world = World.Read(folder);
    Console.WriteLine($"{world.Facts.Count} facts: {world.Facts.Count(fact => fact.False is not null)} falsified, {world.Facts.Count(fact => fact.Withheld)} withheld");
}

var samples = new SampleDraw(world, seed: 20261125).Draw();
var path = Path.GetFullPath(Path.Combine(folder, "..", "..", "wwwroot-assets", "suites", "demo-world.yaml"));
File.WriteAllText(path, SuiteText.Write(samples));
Console.WriteLine($"{samples.Count} samples: {path}");

static string Here([CallerFilePath] string file = "") => file;
