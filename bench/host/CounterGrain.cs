namespace Ticketing.Bench.Hosts;

public sealed class CounterGrain : Grain, ICounterGrain
{
    private long sum;

    public Task<long> Add(int number) => Task.FromResult(sum += number);

    public async Task<long> AddLater(int number)
    {
        await Task.Yield();
        return sum += number;
    }
}
