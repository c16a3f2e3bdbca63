namespace Orleans.Runtime;

/// <summary>Base of what the host itself throws at callers.</summary>
public class OrleansException : Exception
{
    public OrleansException()
        : base("The grain host failed.")
    {
    }

    public OrleansException(string message)
        : base(message)
    {
    }

    public OrleansException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
