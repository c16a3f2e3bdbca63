using Orleans.Concurrency;

namespace Ticketing.Tests.Conformance;

/// <summary>A grain in which one request lets another go on within its own turn.</summary>
public interface IRelay : IGrainWithStringKey
{
    Task Wait();

    Task<int> Next();

    [AlwaysInterleave]
    Task Release();
}
