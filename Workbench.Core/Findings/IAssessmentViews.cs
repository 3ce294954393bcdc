namespace Workbench.Core.Findings;

/// <summary>Assessments with everything that people put over them.</summary>
public interface IAssessmentViews
{
    /// <returns>As it is now; null where there is no such assessment.</returns>
    Task<AssessmentView?> FindAsync(string assessmentId, CancellationToken cancellation);
}
