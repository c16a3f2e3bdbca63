namespace Orleans.Core;

/// <summary>One typed record of one grain in a store.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The state in memory.</summary>
    TState State { get; set; }
}
