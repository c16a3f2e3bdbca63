namespace Ticketing.EmbeddedHost;

/// <summary>Where activations get a thread from. Replaced by a simulation that runs everything on one.</summary>
public interface ITurnScheduler
{
    /// <summary>Calls <see cref="IThreadPoolWorkItem.Execute"/> once, soon, and never before this returns.</summary>
    void Schedule(IThreadPoolWorkItem turns);

    /// <summary>The same for an activation that has had its share: others go first.</summary>
    void Yield(IThreadPoolWorkItem turns) => Schedule(turns);
}
