using Workbench.Core.Storage.Decisions;

namespace Workbench.Hosting;

/// <summary>What decisions are made of.</summary>
public static class DecisionServices
{
    public static IServiceCollection AddDecisions(this IServiceCollection services) => services
        .AddSingleton<DecisionIntake>().AddSingleton<DecisionFactsReader>().AddSingleton<SignatoryStore>().AddSingleton<DecisionStore>().AddSingleton<DecisionDesk>().AddSingleton<WaitingCount>().AddSingleton<DecisionReviews>();
}
