using Billing.Domain.Contracts;
using Billing.Domain.Credits;
using Billing.Domain.Invoices;
using Billing.Domain.Members;
using Billing.Domain.Payments;
using Billing.Domain.Seasons;
using Billing.Domain.Seats;
using Billing.Domain.Storage;
using NodaTime;

namespace Billing.Domain.Organizations;

/// <summary>Applies facts to the state. Never refuses and never decides.</summary>
public static class OrganizationFold
{
    private const int Few = 64;

    private static readonly Duration KeyRetention = Duration.FromDays(30);

    public static OrganizationState Start(RecordedEvent first)
    {
        var created = (OrganizationCreated)first.Event;
        return new()
        {
            Id = created.Id,
            AccountId = created.AccountId,
            Name = created.Name,
            Kind = created.Kind,
            TimeZone = created.TimeZone,
            CreatedAt = first.At,
            Sequence = first.Sequence,
            PublicSequence = first.PublicSequence ?? 0,
            LastEventAt = first.At,
            TestClock = created.TestClock,
            Status = new(AccountState.Pending, null, first.At, null),
            Members = Roster.Empty.With(created.Owner),
            Credit = CreditLedger.Empty(Currency.Usd),
        };
    }

    public static OrganizationState Apply(OrganizationState state, RecordedEvent recorded)
    {
        var changed = Change(state, recorded);
        return changed with
        {
            Sequence = recorded.Sequence,
            PublicSequence = recorded.PublicSequence ?? state.PublicSequence,
            LastEventAt = recorded.At,
        };
    }

    private static OrganizationState Change(OrganizationState state, RecordedEvent recorded) => recorded.Event switch
    {
        OrganizationUpdated e => state with { Name = e.Name, TimeZone = e.TimeZone },
        TestClockAdvanced e => state with { TestClock = e.To },
        AccountStatusChanged e => state with
        {
            Status = new(e.After, e.Reason, Since(state, e, recorded.At), e.Deadline),
            Storage = StorageFold.AccessChanged(state.Storage, e, recorded.At),
        },
        KeyUsed e => state with { Keys = Remember(state, e, recorded.At) },

        ContractStarted e => Commit(WithContract(state, e.Contract), recorded.At),
        PeriodStarted e => StartsTerm(state, e) ? Commit(WithContract(state, e.Contract), recorded.At) : WithContract(state, e.Contract),
        SeatsPurchased e => state with { Contract = state.Contract! with { FullTimeSeats = e.FullTimeSeats, CollaboratorSeats = e.CollaboratorSeats, Billed = e.Billed } },
        PlanChanged e => state with { Contract = state.Contract! with { Plan = e.After, FullTimeSeats = e.FullTimeSeats, SeatPrice = e.SeatPrice, Billed = e.Billed } },
        ReductionScheduled e => state with { Contract = state.Contract! with { Scheduled = e.Change } },
        ReductionCanceled => state with { Contract = state.Contract! with { Scheduled = null } },
        SubscriptionCanceled e => state with { Contract = state.Contract! with { CancelsAt = e.EndsAt } },
        SubscriptionResumed => state with { Contract = state.Contract! with { CancelsAt = null } },

        CreditMoved e => state with { Credit = state.Credit.With(recorded.At, e.Amount, e.Reason, e.InvoiceNumber) },
        ProviderCustomerCreated e => state with { Payment = state.Payment with { CustomerId = e.CustomerId } },
        CardChanged e => state with { Payment = state.Payment with { Card = e.Card } },
        CollectionChanged e => state with { Payment = state.Payment with { Collection = e.Collection } },
        BillingDetailsChanged e => state with { Payment = e.Details with { Card = state.Payment.Card, CustomerId = state.Payment.CustomerId, Collection = state.Payment.Collection } },

        ReminderSent e => state with { Reminders = e.Reminders },
        MailQueued e => state with { Outbox = state.Outbox.Add(e.Mail), MailCount = e.Mail.Number },
        MailDelivered e => state with { Outbox = Without(state.Outbox, e.Mails) },
        MailDeliveryFailed e => state with { Outbox = AfterFailure(state, e) },

        InvoiceIssued e => state with { Invoices = state.Invoices.Add(e.Invoice), Unfinished = state.Unfinished.Add(e.Invoice.Number) },
        var e => MemberFold.Apply(state, e, recorded.At) ?? SeasonFold.Apply(state, e, recorded.At) ?? StorageFold.Apply(state, e, recorded.At)
            ?? InvoiceFold.Apply(state, e, recorded.At),
    };

    private static bool StartsTerm(OrganizationState state, PeriodStarted started) =>
        state.Contract is not { InTrial: false } || started.Contract.Calendar.StartsTerm(started.Contract.PeriodIndex);

    private static OrganizationState Commit(OrganizationState state, Instant at) => state with { Storage = StorageFold.CommitmentBegins(state.Storage, at) };

    private static Instant Since(OrganizationState state, AccountStatusChanged e, Instant at) => state.Status.State == e.After ? state.Status.Since : at;

    /// <summary>The balance takes the contract's currency: rules let it change only where nothing stands in another.</summary>
    private static OrganizationState WithContract(OrganizationState state, Contract contract) => state with
    {
        Contract = contract,
        Credit = state.Currency == contract.Currency ? state.Credit : state.Credit with { Balance = Money.Zero(contract.Currency) },
    };

    private static System.Collections.Immutable.ImmutableDictionary<string, KeyUse> Remember(OrganizationState state, KeyUsed used, Instant at)
    {
        // Many keys are looked through now and then only: a write must not cost more the more there were before it.
        if (state.Keys.Count > Few && state.Keys.Count % Few != 0) return state.Keys.SetItem(used.KeyHash, used.Use);
        var forgotten = state.Keys.Where(key => !key.Value.Forever && key.Value.At + KeyRetention <= at).Select(key => key.Key);
        return state.Keys.RemoveRange(forgotten).SetItem(used.KeyHash, used.Use);
    }

    /// <summary>Mail goes out oldest first, so what is gone is found at the front, however much waits behind it.</summary>
    private static System.Collections.Immutable.ImmutableList<Mail.QueuedMail> Without(
        System.Collections.Immutable.ImmutableList<Mail.QueuedMail> outbox, System.Collections.Immutable.ImmutableArray<MailId> delivered)
    {
        var gone = delivered.ToHashSet();
        var left = outbox.ToBuilder();
        for (var index = 0; index < left.Count && gone.Count > 0;)
            if (gone.Remove(left[index].Id)) left.RemoveAt(index);
            else index++;
        return left.ToImmutable();
    }

    private static System.Collections.Immutable.ImmutableList<Mail.QueuedMail> AfterFailure(OrganizationState state, MailDeliveryFailed failed)
    {
        var index = state.Outbox.FindIndex(mail => mail.Id == failed.Mail);
        if (index < 0) return state.Outbox;
        return failed.NextTryAt is { } next
            ? state.Outbox.SetItem(index, state.Outbox[index] with { Failures = failed.Failures, NextTryAt = next })
            : state.Outbox.RemoveAt(index);
    }
}
