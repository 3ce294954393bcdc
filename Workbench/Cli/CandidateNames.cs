using System.Collections.Immutable;
using Workbench.Core.Inference;

namespace Workbench.Cli;

/// <summary>Names the candidates that a command is given as models: the file's name without its ending; a second one of a name gets a number.</summary>
public static class CandidateNames
{
    public static ImmutableArray<Candidate> Of(IEnumerable<string> models)
    {
        var candidates = ImmutableArray.CreateBuilder<Candidate>();
        foreach (var model in models)
        {
            var plain = model.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(model) : model;
            var name = plain;
            for (var number = 2; candidates.Any(candidate => candidate.Name == name); number++)
            {
                name = $"{plain}-{number}";
            }

            candidates.Add(new Candidate(name, model));
        }

        return candidates.ToImmutable();
    }
}
