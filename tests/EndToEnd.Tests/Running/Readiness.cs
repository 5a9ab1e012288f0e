namespace Billing.EndToEnd.Tests.Running;

/// <summary>/health/ready, as whoever sends the traffic asks for it.</summary>
internal static class Readiness
{
    /// <returns>What it complains of; null where it is ready.</returns>
    public static async Task<string?> ProblemAsync(BillingProcess billing)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(billing.Address + "/health/ready"), TestContext.Current.CancellationToken);
        return answer.IsSuccessStatusCode ? null : await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
