namespace Ticketing.Tests.Deploy;

/// <summary>Skipped, with the reason, where kubectl cannot render the overlays.</summary>
internal sealed class KubectlTheoryAttribute : TheoryAttribute
{
    public KubectlTheoryAttribute() => Skip = Kubectl.Complaint;
}
