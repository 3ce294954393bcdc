namespace DemoModels.Corpus;

internal static class Draws
{
    public static T Pick<T>(this Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
