using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Billing.Api.Http;

/// <summary>Reads a request's body, but never more than a limit.</summary>
internal static class BoundedBody
{
    /// <returns>Null where the body is longer: by its announced length before anything is read, otherwise as soon as it shows.</returns>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int limit)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
