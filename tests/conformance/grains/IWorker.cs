namespace Ticketing.Tests.Host;

public interface IWorker : IGrainWithStringKey
{
    Task Hold(string gate);

    Task<int> Instance();

    Task Leave();
}
