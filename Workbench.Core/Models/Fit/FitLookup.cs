using System.Collections.Immutable;
using Workbench.Core.Language;
using Workbench.Core.Models.Gguf;

namespace Workbench.Core.Models.Fit;

/// <summary>The models whose memory is asked for.</summary>
public static class FitLookup
{
    /// <param name="find">The model of a name; an <see cref="InputException"/> where there is none.</param>
    /// <returns>Each once, in the order of <paramref name="names"/>.</returns>
    /// <exception cref="InputException">Everything wrong at once: one that is not there, damaged, or no whole model.</exception>
    public static ImmutableArray<ModelFile> Find(IEnumerable<string> names, Func<string, ModelFile> find)
    {
        var problems = ImmutableArray.CreateBuilder<InputProblem>();
        var models = ImmutableArray.CreateBuilder<ModelFile>();
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            try
            {
                var model = find(name);
                problems.AddRange(model.Problems);
                if (model.Facts is { Kind: not GgufKind.Model } other)
                {
                    problems.Add(new InputProblem(new Phrase($"Models.Is{other.Kind}"), model.Path, Hint: new Phrase("Models.NeedModel")));
                }

                models.Add(model);
            }
            catch (InputException missing)
            {
                problems.AddRange(missing.Problems);
            }
        }

        return problems.Count == 0 ? models.ToImmutable() : throw new InputException(problems.ToImmutable());
    }
}
