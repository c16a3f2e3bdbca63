namespace Ticketing.Hosting;

/// <summary>How the processes of one installation find each other.</summary>
public enum ClusterMode
{
    /// <summary>They do not: the api's process is the only silo.</summary>
    Local,

    /// <summary>Through the membership table in Redis: any number of silos and api processes.</summary>
    Redis,
}
