using System.Diagnostics;

namespace Ticketing.EmbeddedHost;

/// <summary>An activity for every call of a grain, under the name of the source that Orleans has for these.</summary>
internal static class CallTracing
{
    private static readonly ActivitySource Source = new("Microsoft.Orleans.Application");

    public static bool IsListenedTo => Source.HasListeners();

    /// <summary>Begins in the callee's turn; its parent is the caller's, which is current.</summary>
    public static Activity? Start(Request request, Activation on)
    {
        var name = request.MethodName.Replace('.', '/');
        return Source.StartActivity(name, ActivityKind.Server)
            ?.SetTag("rpc.system", "orleans")
            .SetTag("rpc.service", on.Class.Type.ToString())
            .SetTag("rpc.method", name)
            .SetTag("rpc.orleans.target_id", on.GrainId.ToString());
    }

    /// <summary>Leaves the current activity of the turn as it is.</summary>
    public static void Stop(Activity activity, Exception? fault)
    {
        if (fault is not null)
            activity.SetStatus(ActivityStatusCode.Error, fault.Message).AddException(fault);
        var current = Activity.Current;
        activity.Stop();
        Activity.Current = current == activity ? activity.Parent : current;
    }
}
