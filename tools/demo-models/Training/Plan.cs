namespace DemoModels.Training;

/// <summary>What fixes a training run: no clock in it.</summary>
/// <param name="Rate">Highest learning rate, after <paramref name="WarmUp"/> steps; then down to 2 % along a cosine.</param>
internal sealed record Plan(int Steps, double Rate, int Seed, int Batch = 64, int WarmUp = 100, double Decay = 0.01)
{
    public double RateAt(int step) => Rate * Math.Min(1, (step + 1.0) / WarmUp) * (0.02 + (0.98 * 0.5 * (1 + Math.Cos(Math.PI * step / Steps))));
}
