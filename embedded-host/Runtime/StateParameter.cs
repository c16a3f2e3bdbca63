using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Ticketing.EmbeddedHost;

/// <summary>A constructor parameter with a <see cref="PersistentStateAttribute"/>.</summary>
internal sealed class StateParameter(ParameterInfo parameter, PersistentStateAttribute attribute)
{
    private readonly Type implementation =
        typeof(PersistentState<>).MakeGenericType(parameter.ParameterType.GetGenericArguments()[0]);

    public Type Type => parameter.ParameterType;

    public static StateParameter[] Of(Type grainClass)
    {
        var found = new List<StateParameter>();
        foreach (var parameter in grainClass.GetConstructors().SelectMany(constructor => constructor.GetParameters()))
        {
            if (parameter.GetCustomAttribute<PersistentStateAttribute>() is not { } attribute)
                continue;
            if (!parameter.ParameterType.IsGenericType
                || parameter.ParameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            {
                throw new OrleansConfigurationException(
                    $"The parameter {parameter.Name} of {grainClass.FullName} must be an IPersistentState<T>.");
            }

            found.Add(new StateParameter(parameter, attribute));
        }

        return [.. found];
    }

    public ILoadableState Create(Activation activation, IServiceProvider services)
    {
        var store = attribute.StorageName is { } name
            ? services.GetKeyedService<IGrainStorage>(name)
            : services.GetService<IGrainStorage>();
        if (store is null)
        {
            throw new BadProviderConfigException(
                $"{activation.Class.Implementation.FullName} keeps \"{attribute.StateName}\" in the store "
                + $"{attribute.StorageName ?? "without a name"}, which is not registered as IGrainStorage.");
        }

        return (ILoadableState)Activator.CreateInstance(implementation, attribute.StateName, activation, store)!;
    }
}
