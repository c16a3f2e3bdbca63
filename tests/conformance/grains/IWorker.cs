namespace Ticketing.Tests.Conformance;

public interface IWorker : IGrainWithStringKey
{
    Task Hold(string gate);

    Task<int> Instance();

    Task Leave();
}
