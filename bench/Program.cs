using Ticketing.Bench.Contention;

switch (args)
{
    case ["contention"]:
        await ContentionBench.RunAsync();
        return 0;
    default:
        Console.Error.WriteLine("Start benches by bench/run NAME.");
        return 2;
}
