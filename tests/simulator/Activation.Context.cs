using Orleans.Serialization.Invocation;

namespace Ticketing.Simulator;

/// <summary>The parts of a grain's context that Orleans' own code uses.</summary>
internal sealed partial class Activation
{
    public GrainReference GrainReference => Silo.References.Untyped(GrainId);

    public ActivationId ActivationId { get; } =
        ActivationId.GetDeterministic(GrainId.Create("simulated", "activation"));

    public GrainAddress Address => new() { GrainId = GrainId, ActivationId = ActivationId };

    public IServiceProvider ActivationServices => scope?.ServiceProvider ?? Silo.Services;

    public IGrainLifecycle ObservableLifecycle => lifecycle;

    public IWorkItemScheduler Scheduler => this;

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => base.GetHashCode();

    object? ITargetHolder.GetTarget() => grain;

    object? ITargetHolder.GetComponent(Type componentType) =>
        components.GetValueOrDefault(componentType) ?? (componentType.IsInstanceOfType(grain) ? grain : null);

    void IGrainContext.SetComponent<TComponent>(TComponent? value)
        where TComponent : class
    {
        if (value is null) components.Remove(typeof(TComponent));
        else components[typeof(TComponent)] = value;
    }

    void IGrainContext.ReceiveMessage(object message) => throw new NotSupportedException();

    void IGrainContext.Activate(Dictionary<string, object>? context, CancellationToken cancellation) =>
        Push(BeginActivation);

    void IGrainContext.Rehydrate(IRehydrationContext context) => throw new NotSupportedException();

    void IGrainContext.Migrate(Dictionary<string, object>? context, CancellationToken cancellation) =>
        Deactivate(new DeactivationReason(DeactivationReasonCode.Migrating, "It moves to another silo."), cancellation);

    void IWorkItemScheduler.QueueAction(Action action) => Push(action);

    void IWorkItemScheduler.QueueAction(Action<object> action, object state) => Push(() => action(state));

    void IWorkItemScheduler.QueueTask(Task task) => task.Start(this);
}
