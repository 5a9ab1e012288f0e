using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Billing.EndToEnd.Tests.Running;
using Billing.Silo.Hosting;

namespace Billing.EndToEnd.Tests.Cluster;

/// <summary>Orleans' dashboard: for staff only, at its own address only.</summary>
public sealed class DashboardTests
{
    [Fact]
    public async Task The_dashboard_answers_staff_at_its_own_address_and_nobody_else_or_elsewhere()
    {
        var port = FreePort.Find();
        await using var billing = await BillingProcess.StartAsync($"--Billing:Dashboard:Url=http://127.0.0.1:{port}");
        var own = $"http://127.0.0.1:{port}";
        var member = (await BillingProcess.RunAsync(billing.DataDirectory, "Development", "token", "--role", "USER", "--subject", "mem_1")).Output.Trim();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"{own}/dashboard/", billing.StaffToken));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"{own}/dashboard/DashboardCounters", billing.StaffToken));
        foreach (var password in new[] { null, "wrong", member }) Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync($"{own}/dashboard/DashboardCounters", password));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"{billing.Address}/dashboard/", billing.StaffToken));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"{own}/health/ready", billing.StaffToken));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"{own}/graphql", billing.StaffToken));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"{billing.Address}/health/ready", null));
    }

    private static async Task<HttpStatusCode> StatusAsync(string address, string? password)
    {
        using var http = new HttpClient();
        if (password is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:" + password)));
        return (await http.GetAsync(new Uri(address), TestContext.Current.CancellationToken)).StatusCode;
    }
}
