using Billing.Domain.Invoices;
using Billing.Grains.Tests.Organizations.Fakes;
using NodaTime;
using Xunit;
using static Billing.Grains.Tests.Organizations.Samples;
using ErrorCode = Billing.Domain.Organizations.ErrorCode;

namespace Billing.Grains.Tests.Organizations;

/// <summary>The same key gives the same answer, by the present state of what the first call came to (D4).</summary>
public sealed class IdempotencyTests
{
    [Fact]
    public async Task D4_a_paid_purchase_is_answered_again_without_a_call()
    {
        var world = await StartedAsync(CardBehavior.Succeeds);
        var first = await world.AskAsync(Seats(), "k", SeatsPreview());
        var (calls, sequence) = (world.Provider.Calls.Count, world.State.Sequence);

        world.Kill();
        var again = await world.AskAsync(Seats(), "k", SeatsPreview());

        Assert.Null(first.Error);
        Assert.Null(again.Error);
        Assert.Equal(first.InvoiceNumber, again.InvoiceNumber);
        Assert.Equal(13, world.State.Contract!.FullTimeSeats);
        Assert.Equal((calls, sequence), (world.Provider.Calls.Count, world.State.Sequence));
    }

    [Theory]
    [InlineData(CardBehavior.Declines, ErrorCode.PaymentDeclined, InvoiceStatus.Void)]
    [InlineData(CardBehavior.NeedsAction, ErrorCode.PaymentActionRequired, InvoiceStatus.Open)]
    [InlineData(CardBehavior.Processes, ErrorCode.PaymentPending, InvoiceStatus.Open)]
    internal async Task D4_a_purchase_without_money_is_answered_the_same_again(CardBehavior card, ErrorCode code, InvoiceStatus status)
    {
        var world = await StartedAsync(card);
        var first = await world.AskAsync(Seats(), "k", SeatsPreview());
        world.Stripe.AllCards(CardBehavior.Succeeds);

        var again = await world.AskAsync(Seats(), "k", SeatsPreview());

        Assert.Equal((code, code), (first.Error?.Code, again.Error?.Code));
        Assert.Equal((2, 2), (first.InvoiceNumber, again.InvoiceNumber));
        Assert.Equal(status, world.State.Invoice(2).Status);
        Assert.Equal(2, world.State.Invoices.Count);
        Assert.Equal(10, world.State.Contract!.FullTimeSeats);
    }

    [Fact]
    public async Task D4_a_pending_purchase_is_answered_as_paid_once_it_is()
    {
        var world = await StartedAsync(CardBehavior.Processes);
        var first = await world.AskAsync(Seats(), "k", SeatsPreview());

        world.Clock.Now += Duration.FromMinutes(1);
        var again = await world.AskAsync(Seats(), "k", SeatsPreview());

        Assert.Equal(ErrorCode.PaymentPending, first.Error?.Code);
        Assert.Null(again.Error);
        Assert.Equal(13, world.State.Contract!.FullTimeSeats);
    }

    [Fact]
    public async Task D4_a_key_used_for_other_input_is_refused_and_nothing_changes()
    {
        var world = await StartedAsync(CardBehavior.Succeeds);
        await world.AskAsync(Seats(), "k", SeatsPreview());
        var sequence = world.State.Sequence;

        var other = await world.AskAsync(Seats(5), "k", SeatsPreview(5), input: "5");
        var another = await world.AskAsync(new Domain.Organizations.CancelSubscription(), "k");

        Assert.Equal((ErrorCode.IdempotencyKeyReused, ErrorCode.IdempotencyKeyReused), (other.Error?.Code, another.Error?.Code));
        Assert.Equal("idempotencyKey", other.Error?.Field);
        Assert.Equal(sequence, world.State.Sequence);
    }

    [Fact]
    public async Task P13_a_key_goes_before_its_expired_preview_token()
    {
        var world = await StartedAsync(CardBehavior.Succeeds, onTestClock: false);
        var engine = await world.EngineAsync();
        var token = engine.Preview(SeatsPreview()).Token;
        Contracts.Organizations.CommandEnvelope envelope = new(Seats(), Staff, new("k", "in"), token);
        await engine.ExecuteAsync(envelope);

        world.Clock.Now += Duration.FromDays(3);
        var again = await engine.ExecuteAsync(envelope);
        var fresh = await engine.ExecuteAsync(envelope with { Key = new("k2", "in") });

        Assert.Null(again.Error);
        Assert.Equal(ErrorCode.PreviewExpired, fresh.Error?.Code);
    }

    [Fact]
    public async Task D4_a_refused_command_leaves_its_key_unused()
    {
        var world = await StartedAsync(CardBehavior.Succeeds);
        var refused = await world.AskAsync(new Domain.Organizations.ResumeSubscription(), "k");
        await world.AskAsync(new Domain.Organizations.CancelSubscription(), "other");

        var again = await world.AskAsync(new Domain.Organizations.ResumeSubscription(), "k");

        Assert.Equal(ErrorCode.NotCanceled, refused.Error?.Code);
        Assert.Null(again.Error);
    }

    [Theory, InlineData(29, true), InlineData(31, false)]
    public async Task D4_keys_that_cost_nothing_are_kept_for_30_days_and_others_for_ever(int days, bool kept)
    {
        var world = await StartedAsync(CardBehavior.Succeeds, onTestClock: false);
        await world.AskAsync(new Domain.Organizations.UpdateOrganization("Acme Two", null), "free");

        await world.WakeAtAsync(Start + Duration.FromDays(days));
        await world.AskAsync(new Domain.Organizations.UpdateOrganization("Acme Three", null), "later");

        Assert.Equal(kept, world.State.Keys.ContainsKey("free"));
        Assert.True(world.State.Keys.ContainsKey("start"));
    }

    private static async Task<World> StartedAsync(CardBehavior then, bool onTestClock = true)
    {
        var world = new World(Start);
        await world.CreateAsync(onTestClock);
        await Scenarios.StartedAsync(world);
        world.Stripe.AllCards(then);
        return world;
    }
}
