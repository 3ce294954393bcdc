namespace Workbench.Hosting.ModelHost;

/// <summary>
/// Lets go of who stops reading: the connection is ended, and with it the answer, as if the asker had left. What waits for a reader in the meantime is bounded by the
/// length of the answer. Kestrel's own least rate is no help here: it adds up the time that all earlier writes might have taken.
/// </summary>
internal static class SlowReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <exception cref="OperationCanceledException">Nothing was taken for too long.</exception>
    public static async ValueTask FlushAsync(HttpContext context)
    {
        var flush = context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        if (flush.IsCompletedSuccessfully)
        {
            return;
        }

        try
        {
            await flush.AsTask().WaitAsync(Patience, context.RequestAborted);
        }
        catch (TimeoutException exception)
        {
            context.Abort();
            throw new OperationCanceledException("The asker stopped reading.", exception, context.RequestAborted);
        }
    }
}
