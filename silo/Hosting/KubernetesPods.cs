using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Ticketing.Silo;

/// <summary>
/// Adds Kubernetes hosting to silos. Used only with <see cref="ClusterSettings.Kubernetes"/>: outside of a pod the
/// package finds no API server, and the process would not start.
/// </summary>
internal static class KubernetesPods
{
    // Not inlined, so that the package and Kubernetes' client are loaded only when it is called.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Use(ISiloBuilder silo) => silo.UseKubernetesHosting();

    /// <summary>
    /// The package finds the pods of a cluster by two labels. If a silo's own pod lacked them, the package would try to
    /// change the pod, and without the permission retry for ever. So the labels are in the manifest, reach the process
    /// through the downward API, and must agree with its settings.
    /// </summary>
    internal sealed class Validation(IConfiguration configuration) : IValidateOptions<ClusterSettings>
    {
        private const string ClusterVariable = "ORLEANS_CLUSTER_ID";
        private const string ServiceVariable = "ORLEANS_SERVICE_ID";

        public ValidateOptionsResult Validate(string? name, ClusterSettings options)
        {
            if (!options.Kubernetes) return ValidateOptionsResult.Skip;
            List<string> problems =
            [
                .. Problems("clusterId", ClusterVariable, nameof(options.ClusterId), options.ClusterId),
                .. Problems("serviceId", ServiceVariable, nameof(options.ServiceId), options.ServiceId),
            ];
            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }

        private IEnumerable<string> Problems(string label, string variable, string setting, string value)
        {
            var labelled = configuration[variable];
            if (labelled == value) yield break;
            yield return $"{ClusterSettings.Section}:{setting} is '{value}', but "
                + (string.IsNullOrEmpty(labelled) ? $"{variable} is not set" : $"{variable} is '{labelled}'")
                + $"; it must be the pod's label orleans/{label}, and both must be the same.";
        }
    }
}
