using Orleans.Concurrency;

namespace Ticketing.Tests.Conformance;

/// <summary>A grain in which one request resumes another one synchronously.</summary>
public interface IRelay : IGrainWithStringKey
{
    Task Wait();

    Task<int> Next();

    [AlwaysInterleave]
    Task Release();
}
