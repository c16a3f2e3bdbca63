namespace Ticketing.Bench.Host;

public sealed class CounterGrain : Grain, ICounterGrain
{
    private int sum;

    public Task<int> Add(int number) => Task.FromResult(sum += number);

    public async Task<int> AddLater(int number)
    {
        await Task.Yield();
        return sum += number;
    }
}
