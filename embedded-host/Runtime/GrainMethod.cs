using System.Linq.Expressions;
using System.Reflection;
using Orleans;
using Orleans.Concurrency;

namespace Ticketing.EmbeddedHost;

/// <summary>One method of a grain interface, compiled once.</summary>
internal abstract class GrainMethod
{
    private readonly Lazy<Func<object, object?[], Task?>> invoke;
    private readonly TimeSpan? timeout;

    protected GrainMethod(MethodInfo method)
    {
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        ReturnsValueTask = method.ReturnType.Name.StartsWith(nameof(ValueTask), StringComparison.Ordinal);
        Interleaves = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        OneWay = method.IsDefined(typeof(OneWayAttribute));
        timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        invoke = new Lazy<Func<object, object?[], Task?>>(() => Compile(method));
    }

    public string Name { get; }

    public bool Interleaves { get; }

    public bool ReadOnly { get; }

    public bool OneWay { get; }

    public long TimeoutTicks { get; private set; }

    public TimeSpan Timeout { get; private set; }

    protected bool ReturnsValueTask { get; }

    /// <summary>Makes the typed method object for any of the four kinds of task.</summary>
    public static GrainMethod Create(MethodInfo method, HostClock clock, EmbeddedGrainHostOptions options)
    {
        var type = method.ReturnType;
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        var result = generic == typeof(Task<>) || generic == typeof(ValueTask<>)
            ? type.GetGenericArguments()[0]
            : type == typeof(Task) || type == typeof(ValueTask) ? typeof(NoResult) : null;
        if (result is null || method.IsGenericMethodDefinition)
        {
            throw new Orleans.Runtime.OrleansConfigurationException(
                $"{method.DeclaringType}.{method.Name} must return Task, Task<T>, ValueTask or ValueTask<T> "
                + "and have no type parameters, to be a grain method on the embedded host.");
        }

        var made = (GrainMethod)Activator.CreateInstance(typeof(GrainMethod<>).MakeGenericType(result), method)!;
        made.Timeout = made.timeout ?? options.ResponseTimeout;
        made.TimeoutTicks = clock.TicksIn(made.Timeout);
        return made;
    }

    public Task? Invoke(object grain, object?[] arguments) => invoke.Value(grain, arguments);

    /// <summary>Sends the call and returns what the caller awaits.</summary>
    public abstract object Call(GrainReferenceProxy reference, object?[] arguments);

    private static Func<object, object?[], Task?> Compile(MethodInfo method)
    {
        var grain = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object?[]));
        var parameters = method.GetParameters().Select((parameter, i) => (Expression)Expression.Convert(
            Expression.ArrayIndex(arguments, Expression.Constant(i)), parameter.ParameterType));
        Expression call = Expression.Call(Expression.Convert(grain, method.DeclaringType!), method, parameters);
        if (call.Type.IsValueType)
            call = Expression.Call(call, nameof(ValueTask.AsTask), null);
        return Expression.Lambda<Func<object, object?[], Task?>>(call, grain, arguments).Compile();
    }
}
