using System.Text.Json;

namespace Ticketing.Tests.Deploy;

/// <summary>The manifest checks find planted faults.</summary>
public class PlantedFaultTests
{
    private const string Silo = "spec template spec containers 0";

    [KubectlTheory]
    [InlineData("spec selector matchLabels", "app.kubernetes.io/name", "other", "does not select its own pods")]
    [InlineData("spec template spec", "terminationGracePeriodSeconds", 30, "is killed before the 55 s that a stop")]
    [InlineData("spec template spec securityContext", "runAsNonRoot", false, "may run as root")]
    [InlineData("spec template spec securityContext", "runAsUser", 1000, "is not the user 1654")]
    [InlineData("spec template metadata labels", "app.kubernetes.io/component", "silos", "0 disruption budgets")]
    [InlineData("spec strategy rollingUpdate", "maxUnavailable", 1, "maxUnavailable is not 0")]
    [InlineData(Silo + " securityContext", "readOnlyRootFilesystem", false, "can write its root")]
    [InlineData(Silo + " resources limits", "cpu", "2", "has a CPU limit")]
    [InlineData(Silo + " livenessProbe httpGet", "path", "/health/ready", "livenessProbe does not ask /health/live")]
    [InlineData(Silo + " startupProbe", "failureThreshold", 3, "is killed before the 30 s that a start may wait")]
    [InlineData(Silo, "image", "orleans-ticketing/silos:1.0.0", "has no target silos")]
    [InlineData(Silo + " ports 2", "containerPort", 30_001, "its port gateway must be 30000")]
    [InlineData(Silo + " ports 2", "containerPort", 30_001, "Deployment api cannot reach Deployment silo at gateway")]
    [InlineData(Silo + " env 2 valueFrom secretKeyRef", "key", "other", "deploy/compose/secrets does not make other")]
    [InlineData(Silo + " env 1", "name", "Ticketing__Cluster__Address", "ClusterSettings has no such property")]
    [InlineData(Silo + " env 1", "value", "a-name", "it must be an IP address")]
    [InlineData(Silo + " env 4", "name", "Ticketing__Cluster__Reddis", "Redis is missing")]
    [InlineData(Silo + " env 1", "value", 5, "is no text")]
    [InlineData("spec template metadata labels", "orleans/clusterId", "other", "ORLEANS_CLUSTER_ID is 'other'")]
    [InlineData("spec template spec", "automountServiceAccountToken", false, "gets no token for the API server")]
    [InlineData("spec template spec", "serviceAccountName", "ticketing", "may not read pods")]
    [InlineData(Silo + " volumeMounts 1", "mountPath", "/etc/other", "has no file for CertificateFile")]
    [InlineData("spec template spec volumes 1 projected sources 1 configMap items 0", "path", "x", "for AuthorityFile")]
    [InlineData("spec template spec securityContext", "fsGroup", 1000, "cannot read its key")]
    public void A_fault_is_found(string path, string name, object value, string told)
    {
        var overlay = Overlay.Render("production");
        overlay.Find("Deployment", "silo").At(path)!.AsObject()[name] = JsonSerializer.SerializeToNode(value);

        Assert.Contains(Everything(overlay), finding => finding.Contains(told));
    }

    [KubectlTheory]
    [InlineData("NetworkPolicy", "default-deny", "has no NetworkPolicy for Ingress")]
    [InlineData("NetworkPolicy", "silo", "Deployment silo cannot reach Deployment silo at silo")]
    [InlineData("NetworkPolicy", "stores", "Job migrate cannot reach port 5432")]
    [InlineData("PodDisruptionBudget", "api", "Deployment api has 0 disruption budgets")]
    [InlineData("HorizontalPodAutoscaler", "api", "must have a number of replicas or one autoscaler")]
    [InlineData("Service", "api", "Ingress api has no Service")]
    [InlineData("ServiceAccount", "ticketing", "has not its service account")]
    [InlineData("ServiceAccount", "ticketing-silo", "has not its service account")]
    [InlineData("Role", "ticketing-silo", "may not read pods")]
    [InlineData("RoleBinding", "ticketing-silo", "may not read pods")]
    public void What_is_missing_is_found(string kind, string name, string told)
    {
        var overlay = Overlay.Render("production");
        overlay.Remove(overlay.Find(kind, name)!);

        Assert.Contains(Everything(overlay), finding => finding.Contains(told));
    }

    [KubectlTheory]
    [InlineData("Ticketing__Store__Writters", "2", "StoreOptions has no such property")]
    [InlineData("Ticketing__Store__Writers", "99", "it must be between 1 and 64")]
    [InlineData("Ticketing__Cluster__Mode", "Local", "a process is alone")]
    [InlineData("Ticketing__Metrics__Port", "9465", "its port metrics must be 9465")]
    [InlineData("Ticketing__Cluster__StopSeconds", "60", "is killed before the 85 s")]
    [InlineData("Ticketing__Cluster__ClusterId", "other", "it must be the pod's label orleans/clusterId")]
    [InlineData("Ticketing__Cluster__Tls__KeyFile", "", "KeyFile is missing")]
    [InlineData("Ticketing__Cluster__Tls__KeyFile", "/tmp/tls.key", "has no file for KeyFile")]
    [InlineData("Ticketing__Notifications__Secret", "x", "is in a ConfigMap")]
    public void A_wrong_setting_is_found(string name, string value, string told)
    {
        var overlay = Overlay.Render("production");
        overlay.Find("ConfigMap", "ticketing-settings").At("data")!.AsObject()[name] = value;

        Assert.Contains(Everything(overlay), finding => finding.Contains(told));
    }

    private static string[] Everything(Overlay overlay) =>
    [
        .. ((Func<Overlay, IEnumerable<string>>[])
        [
            PodChecks.Rights, PodChecks.Resources, PodChecks.Probes, PodChecks.Rollout, PodChecks.Spread,
            SelectorChecks.Deployments, SelectorChecks.Autoscalers, SelectorChecks.Budgets, SelectorChecks.Services,
            SelectorChecks.Ingresses, SelectorChecks.References, SelectorChecks.Namespaces, NetworkChecks.Policies,
            ImageChecks.Images, ConfigurationChecks.Keys, ConfigurationChecks.Texts, ConfigurationChecks.Starts,
            ConfigurationChecks.Clusters, ConfigurationChecks.Times, ConfigurationChecks.Secrets,
            MemberChecks.Pods, MemberChecks.Certificates,
        ]).SelectMany(check => check(overlay)),
    ];
}
