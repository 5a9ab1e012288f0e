using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Billing.StripeSimulator.Persistence;

namespace Billing.StripeSimulator.Http;

/// <summary>A status and a JSON body.</summary>
internal readonly record struct Answer(int Status, byte[] Body)
{
    /// <summary>Stripe keeps answers of calls that began to execute: not those turned away at the door.</summary>
    public bool IsKept => Status is not (401 or 409 or 429);

    public static Answer Of(Resource resource) => new(200, Json.Bytes(resource));

    public static Answer Of(int status, Error error) => new(status, JsonSerializer.SerializeToUtf8Bytes(new ErrorBody(error), Json.Stripe.ErrorBody));

    /// <summary>An answer of the simulator's own endpoints, written by hand.</summary>
    public static Answer Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(writer);
        }

        return new(200, buffer.WrittenSpan.ToArray());
    }
}
