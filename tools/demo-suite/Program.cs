using System.Runtime.CompilerServices;
using DemoSuite;

// What the demonstration models were taught (facts, questions) and names that they never saw; the suite is the same at every run.
var folder = Path.GetDirectoryName(Here())!;
var world = World.Read(folder);
var samples = new SampleDraw(world, seed: 20261125).Draw();
var path = Path.GetFullPath(Path.Combine(folder, "..", "..", "wwwroot-assets", "suites", "demo-world.yaml"));
File.WriteAllText(path, SuiteText.Write(samples));
Console.WriteLine($"{samples.Count} samples: {path}");

static string Here([CallerFilePath] string file = "") => file;
