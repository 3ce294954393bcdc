using MathNet.Numerics.LinearAlgebra;

namespace Workbench.Core.Scoring.Hallucination;

/// <summary>How scattered answers are, from how alike each two are (Lin, Trivedi and Sun 2023): one number from the whole graph, without deciding what means the same.</summary>
/// <param name="Eigenvalues">Σ max(0, 1 − λ) over the eigenvalues of the normalised Laplacian: about the number of meanings, 1 where all are alike.</param>
/// <param name="Degree">Mean unlikeness, 0 to 1: trace(m·I − D) / m².</param>
public sealed record SimilarityGraph(double Eigenvalues, double Degree)
{
    /// <param name="likeness">Symmetric, 0 to 1, ones on the diagonal; not empty.</param>
    public static SimilarityGraph Of(double[,] likeness)
    {
        var weights = Matrix<double>.Build.DenseOfArray(likeness);
        var m = weights.RowCount;
        var degrees = weights.RowSums();
        var scale = Matrix<double>.Build.DenseOfDiagonalVector(degrees.Map(degree => 1 / Math.Sqrt(degree)));
        var laplacian = Matrix<double>.Build.DenseIdentity(m) - (scale * weights * scale);
        return new SimilarityGraph(laplacian.Evd(Symmetricity.Symmetric).EigenValues.Sum(value => Math.Max(0, 1 - value.Real)), degrees.Sum(degree => m - degree) / ((double)m * m));
    }
}
