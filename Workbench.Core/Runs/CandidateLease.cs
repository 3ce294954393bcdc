using Workbench.Core.Inference;
using Workbench.Core.Language;

namespace Workbench.Core.Runs;

/// <summary>The model of one candidate while a run asks it. A model that dies is taken again from the pool, once for all questions in flight, and each of them is asked once more.</summary>
internal sealed class CandidateLease(IModelPool pool, Candidate candidate, bool exact) : IDisposable
{
    /// <summary>Deaths in a row, without one answer between them, after which the candidate is given up.</summary>
    private const int MostDeaths = 3;

    private readonly SemaphoreSlim _gate = new(1);
    private ModelLease? _lease;
    private int _generation;
    private int _deaths;
    private ModelUnavailableException? _givenUp;

    /// <summary>Takes the model ahead of the first question; that it is not there is said to each question.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        try
        {
            await ClientAsync(null, cancellation).ConfigureAwait(false);
        }
        catch (ModelUnavailableException)
        {
            // Each of its samples is about to say so, as an error with the reason.
        }
    }

    public async Task<T> AskAsync<T>(Func<IModelClient, Task<T>> ask, CancellationToken cancellation)
    {
        var (client, generation) = await ClientAsync(null, cancellation).ConfigureAwait(false);
        try
        {
            return Answered(await ask(client).ConfigureAwait(false));
        }
        catch (ModelUnavailableException failure) when (client.RemoteConcurrency is not null || failure.Fault == EndpointFault.Request)
        {
            // An endpoint was asked again as often as it may be; a question that is refused is refused again.
            await RefusedAsync(failure, cancellation).ConfigureAwait(false);
            if (failure.Fault == EndpointFault.Request)
            {
                throw new InputException(new InputProblem(failure.Reason));
            }

            throw;
        }
        catch (ModelUnavailableException)
        {
            (client, generation) = await ClientAsync(generation, cancellation).ConfigureAwait(false);
        }

        try
        {
            return Answered(await ask(client).ConfigureAwait(false));
        }
        catch (ModelUnavailableException)
        {
            await LostAsync(generation, cancellation).ConfigureAwait(false);
            throw;
        }
    }

    public void Dispose()
    {
        _lease?.Dispose();
        _gate.Dispose();
    }

    private T Answered<T>(T answer)
    {
        Volatile.Write(ref _deaths, 0);
        return answer;
    }

    /// <param name="lost">Generation of the client that failed; null for a first try.</param>
    private async Task<(IModelClient Client, int Generation)> ClientAsync(int? lost, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            Drop(lost);
            if (_givenUp is not null)
            {
                throw new ModelUnavailableException(_givenUp.Reason, _givenUp);
            }

            if (_lease is null)
            {
                _lease = await pool.AcquireAsync(candidate, exact, cancellation).ConfigureAwait(false);
                _generation++;
            }

            return (_lease.Client, _generation);
        }
        catch (ModelUnavailableException unavailable) when (_givenUp is null)
        {
            // Never there at all: no use in trying for each sample. Lost on the way: it may come back.
            if (_generation == 0 || ++_deaths >= MostDeaths)
            {
                _givenUp = unavailable;
            }

            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    // A wrong key or name is wrong for every question.
    private async Task RefusedAsync(ModelUnavailableException failure, CancellationToken cancellation)
    {
        if (failure.Fault != EndpointFault.Access)
        {
            return;
        }

        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (++_deaths >= MostDeaths)
            {
                _givenUp ??= failure;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task LostAsync(int generation, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            Drop(generation);
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Drop(int? generation)
    {
        if (generation == _generation && _lease is not null)
        {
            _lease.Dispose();
            _lease = null;
            if (++_deaths >= MostDeaths)
            {
                _givenUp = new ModelUnavailableException(new Phrase("Runs.DiedAgain", candidate.Model, RunPlan.Text(MostDeaths)));
            }
        }
    }
}
