namespace Workbench.Core.Races;

/// <summary>The little algebra that a fit needs, on square arrays.</summary>
internal static class SymmetricMatrix
{
    /// <returns>The inverse of a positive definite matrix; null where it is not one, to about ten digits.</returns>
    public static double[,]? Inverse(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var lower = new double[n, n];
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= lower[i, k] * lower[j, k];
                }

                if (i == j && !(sum > 1e-10 * matrix[j, j]))
                {
                    return null;
                }

                lower[i, j] = i == j ? Math.Sqrt(sum) : sum / lower[j, j];
            }
        }

        return FromCholesky(lower, n);
    }

    /// <summary>V = outer · inner · outer, for symmetric matrices.</summary>
    public static double[,] Sandwich(double[,] outer, double[,] inner) => Multiply(Multiply(outer, inner), outer);

    public static double[] Multiply(double[,] matrix, double[] vector)
    {
        var result = new double[vector.Length];
        for (var i = 0; i < result.Length; i++)
        {
            for (var j = 0; j < result.Length; j++)
            {
                result[i] += matrix[i, j] * vector[j];
            }
        }

        return result;
    }

    private static double[,] FromCholesky(double[,] lower, int n)
    {
        var inverse = new double[n, n];
        var column = new double[n];
        for (var c = 0; c < n; c++)
        {
            for (var i = 0; i < n; i++)
            {
                var sum = i == c ? 1.0 : 0;
                for (var k = c; k < i; k++)
                {
                    sum -= lower[i, k] * column[k];
                }

                column[i] = i < c ? 0 : sum / lower[i, i];
            }

            for (var i = n - 1; i >= 0; i--)
            {
                var sum = column[i];
                for (var k = i + 1; k < n; k++)
                {
                    sum -= lower[k, i] * inverse[k, c];
                }

                inverse[i, c] = sum / lower[i, i];
            }
        }

        return inverse;
    }

    private static double[,] Multiply(double[,] left, double[,] right)
    {
        var n = left.GetLength(0);
        var result = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < n; k++)
            {
                var factor = left[i, k];
                for (var j = 0; j < n; j++)
                {
                    result[i, j] += factor * right[k, j];
                }
            }
        }

        return result;
    }
}
