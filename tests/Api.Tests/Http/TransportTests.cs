using System.Net;
using System.Net.Http.Json;
using System.Text;
using Billing.Api.Tests.Host;

namespace Billing.Api.Tests.Http;

public sealed class TransportTests : IAsyncLifetime
{
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync() => gateway = await TestGateway.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/graphql-response+json", "application/graphql-response+json")]
    [InlineData("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json")]
    [InlineData("application/graphql-response+json;q=0.1, application/json", "application/json")]
    [InlineData("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", "application/graphql-response+json")]
    [InlineData("multipart/mixed, application/graphql-response+json, */*", "application/graphql-response+json")]
    [InlineData("text/html, */*;q=0.1", "application/json")]
    public async Task Answer_comes_in_the_media_type_asked_for(string? accept, string type)
    {
        using var response = await gateway.SendAsync("{ hello }", accept: accept);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type + "; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("Hello ", (await TestGateway.BodyAsync(response)).GetProperty("data").GetProperty("hello").GetString());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json;q=0, application/graphql-response+json;q=0")]
    public async Task What_the_client_cannot_take_is_406(string accept)
    {
        using var response = await gateway.SendAsync("{ hello }", accept: accept);
        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
    }

    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("application/graphql-response+json", 400)]
    public async Task Errors_before_execution_have_the_status_of_their_media_type(string accept, int status)
    {
        foreach (var query in new[] { "{", "{ nothing }", "{ __typename @nope }", "query A { hello } query B { hello }", "" })
        {
            using var response = await gateway.SendAsync(query, accept: accept);
            var body = await TestGateway.BodyAsync(response);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("BAD_USER_INPUT", body.FirstCode());
            Assert.False(body.TryGetProperty("data", out _));
        }
    }

    [Fact]
    public async Task Bad_variables_are_the_clients_fault()
    {
        using var response = await gateway.SendAsync("query($n: Long) { long(of: $n) }", new { n = "x" }, "application/graphql-response+json");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("BAD_USER_INPUT", (await TestGateway.BodyAsync(response)).FirstCode());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    public async Task Errors_during_execution_are_200(string accept)
    {
        using var response = await gateway.SendAsync("{ hello bug }", accept: accept);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Hello ", (await TestGateway.BodyAsync(response)).GetProperty("data").GetProperty("hello").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("[{\"query\":\"{ hello }\"}]")]
    [InlineData("\"{ hello }\"")]
    [InlineData("{}")]
    [InlineData("{\"query\":null}")]
    [InlineData("{\"query\":{}}")]
    [InlineData("{\"query\":\"{ hello }\",\"variables\":[]}")]
    [InlineData("{\"query\":\"{ hello }\",\"variables\":\"{}\"}")]
    [InlineData("{\"query\":\"{ hello }\",\"operationName\":1}")]
    [InlineData("{\"query\":\"{ hello }\",\"extensions\":\"x\"}")]
    [InlineData("{\"query\":\"{ hello }\",\"query\":\"{ bug }\"}")]
    public async Task Ill_formed_requests_are_400_in_any_media_type(string body)
    {
        foreach (var accept in new[] { "application/json", "application/graphql-response+json" })
        {
            using var response = await gateway.SendAsync(gateway.Post(new StringContent(body, Encoding.UTF8, "application/json"), accept));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("BAD_USER_INPUT", (await TestGateway.BodyAsync(response)).FirstCode());
        }
    }

    [Theory]
    [InlineData("{\"query\":\"{ hello }\",\"variables\":null,\"operationName\":null,\"extensions\":null}")]
    [InlineData("{\"query\":\"{ hello }\",\"extensions\":{\"persistedQuery\":null,\"clientLibrary\":{\"version\":1}},\"id\":7}")]
    [InlineData("{\"query\":\"query A { hello } query B { bug }\",\"operationName\":\"A\"}")]
    public async Task Members_that_may_be_left_out_may_be_null(string body)
    {
        using var response = await gateway.SendAsync(gateway.Post(new StringContent(body, Encoding.UTF8, "application/json")));
        Assert.True((await TestGateway.BodyAsync(response)).TryGetProperty("data", out _));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/graphql")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=iso-8859-1")]
    public async Task Other_content_types_are_415(string type)
    {
        var content = new StringContent("{\"query\":\"{ hello }\"}");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await gateway.SendAsync(gateway.Post(content));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task No_content_type_is_415()
    {
        using var response = await gateway.SendAsync(gateway.Post(new ByteArrayContent("{}"u8.ToArray())));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("/", "text/html,application/xhtml+xml,*/*;q=0.8", 302)]
    [InlineData("/graphql", "text/html,application/xhtml+xml,*/*;q=0.8", 302)]
    [InlineData("/", "application/json", 404)]
    public async Task A_browser_on_its_way_to_a_page_is_led_to_the_ide(string path, string accept, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await gateway.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 302 ? "/ide" : null, response.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Other_methods_are_405_with_allow(string method)
    {
        using var response = await gateway.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/graphql"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("?query={hello}", 200, "Hello ")]
    [InlineData("?query=query($n:String){hello(name:$n)}&variables={\"n\":\"Ann\"}", 200, "Hello Ann")]
    [InlineData("?query=query A{role} query B{hello}&operationName=B", 200, "Hello ")]
    [InlineData("", 400, "The request has no query.")]
    [InlineData("?query={hello}&query={role}", 400, "A parameter comes once.")]
    [InlineData("?query={hello}&variables={", 400, "variables must be JSON.")]
    [InlineData("?query={hello}&variables=[]", 400, "variables must be an object.")]
    public async Task Get_runs_queries_of_the_address(string parameters, int status, string says)
    {
        using var response = await gateway.SendAsync(Get(parameters, gateway.Token()));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(says, (await TestGateway.BodyAsync(response)).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?query=mutation{sign(input:{organizationId:\"org_1\"})}")]
    [InlineData("?query=subscription{said}")]
    public async Task Get_runs_nothing_else_and_says_how_to(string parameters)
    {
        using var response = await gateway.SendAsync(Get(parameters, gateway.Token()));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
        Assert.Equal("BAD_USER_INPUT", (await TestGateway.BodyAsync(response)).FirstCode());
    }

    [Fact]
    public async Task Get_needs_the_same_token()
    {
        using var response = await gateway.SendAsync(Get("?query={hello}", null));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static HttpRequestMessage Get(string parameters, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/graphql" + parameters);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        return request;
    }

    [Fact]
    public async Task A_body_past_the_limit_is_413_announced_or_not()
    {
        var body = "{\"query\":\"{ hello }\",\"variables\":{\"x\":\"" + new string('a', 256 * 1024) + "\"}}";
        using var announced = await gateway.SendAsync(gateway.Post(new StringContent(body, Encoding.UTF8, "application/json")));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, announced.StatusCode);
        var chunked = gateway.Post(new StringContent(body, Encoding.UTF8, "application/json"));
        chunked.Headers.TransferEncodingChunked = true;
        using var unannounced = await gateway.SendAsync(chunked);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, unannounced.StatusCode);
        Assert.Equal("TOO_COMPLEX", (await TestGateway.BodyAsync(unannounced)).FirstCode());
    }

    [Fact]
    public async Task Variables_reach_the_field_in_full()
    {
        var answer = await gateway.AskAsync("query($n: Long) { long(of: $n) }", new { n = long.MaxValue });
        Assert.Equal(long.MaxValue, answer.GetProperty("data").GetProperty("long").GetInt64());
    }

    [Fact]
    public async Task The_same_document_gives_the_same_answer_from_the_cache()
    {
        for (var time = 0; time < 3; time++)
        {
            var answer = await gateway.AskAsync("query($n: String = \"you\") { hello(name: $n) }", new { n = "round " + time });
            Assert.Equal("Hello round " + time, answer.GetProperty("data").GetProperty("hello").GetString());
            Assert.Equal("BAD_USER_INPUT", (await gateway.AskAsync("query($n: String) { hello(name: $n) }", new { n = 5 })).FirstCode());
        }
    }
}
