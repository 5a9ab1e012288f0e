using Billing.Domain.AdHoc;
using Billing.Domain.Contracts;
using Billing.Domain.Invoices;
using Billing.Domain.Members;
using Billing.Domain.Payments;
using Billing.Domain.Plans;
using Billing.Domain.Seasons;
using Billing.Domain.Seats;
using Billing.Domain.Storage;
using NodaTime;

namespace Billing.Domain.Organizations;

/// <summary>Decides every order to an organization: facts or a refusal, from state, order and now alone.</summary>
public static class OrganizationRules
{
    internal static readonly RuleError TooLarge = new(ErrorCode.InvalidInput, "The amount is larger than this service can count.");

    public static Decision Create(OrganizationCreated created, Instant at, string actor) =>
        new([new(1, 1, at, actor, created)]);

    /// <summary>Judges an order. What is due by now has happened before; <see cref="UpdateCard"/> comes after the card is attached, by <see cref="Payments.CardRules"/>.</summary>
    public static Decision Decide(OrganizationState state, OrganizationCommand command, DecisionContext context)
    {
        var turn = new Turn(state, context, context.Now);
        try
        {
            return command switch
            {
                UpdateOrganization c => Update(turn, c),
                StartContract c => ContractRules.Start(turn, c),
                CancelSubscription => ContractRules.Cancel(turn),
                ResumeSubscription => ContractRules.Resume(turn),
                PurchaseSeats c => SeatRules.Purchase(turn, c),
                UpgradePlan c => PlanRules.Upgrade(turn, c),
                ScheduleReduction c => PlanRules.Schedule(turn, c),
                CancelScheduledReduction => PlanRules.CancelScheduled(turn),
                ReduceNow c => PlanRules.ReduceNow(turn, c),
                GrantCredit c => InvoiceCommands.GrantCredit(turn, c),
                CreateInvoice c => InvoiceCommands.Create(turn, c),
                VoidInvoice c => OfInvoice(turn, c.InvoiceNumber, invoice => InvoiceCommands.Void(turn, invoice)),
                RefundInvoice c => OfInvoice(turn, c.InvoiceNumber, invoice => InvoiceCommands.Refund(turn, invoice, c)),
                RecordWirePayment c => OfInvoice(turn, c.InvoiceNumber, invoice => InvoiceCommands.RecordWire(turn, invoice, c)),
                PayInvoice c => OfInvoice(turn, c.InvoiceNumber, invoice => InvoiceCommands.Pay(turn, invoice)),
                ConfirmPayment c => OfInvoice(turn, c.InvoiceNumber, invoice => InvoiceCommands.Confirm(turn, invoice)),
                CancelPurchase c => OfInvoice(turn, c.InvoiceNumber, invoice => InvoiceCommands.CancelPurchase(turn, invoice)),
                ResendInvoice c => OfInvoice(turn, c.InvoiceNumber, invoice => InvoiceCommands.Resend(turn, invoice)),
                SetCollection c => SetCollection(turn, c),
                UpdateBillingDetails c => UpdateDetails(turn, c),
                AddMember c => MemberRules.Add(turn, c),
                UpdateMember c => MemberRules.Update(turn, c),
                RemoveMember c => MemberRules.Remove(turn, c),
                ResendInvitation c => MemberRules.Resend(turn, c),
                TransferOwnership c => OwnershipRules.Transfer(turn, c),
                RecordSignIn c => SignInRules.Record(turn, c),
                SetSeason c => SeasonRules.Set(turn, c),
                RemoveSeason c => SeasonRules.Remove(turn, c),
                RequestAdHocSeats c => AdHocRules.Request(turn, c),
                ResolveAdHocSeats c => AdHocRules.Resolve(turn, c),
                AddStorage c => StorageRules.Add(turn, c),
                SetStorageEnforcement c => StorageRules.Enforce(turn, c),
                ReportUsage c => UsageRules.Report(turn, c),
                RecordAttachments c => UsageRules.Record(turn, c),
                _ => throw new InvalidOperationException($"Nobody decides {command.GetType().Name}."),
            };
        }
        catch (OverflowException)
        {
            return Decision.Refused(TooLarge with { Field = AmountField(command) });
        }
    }

    /// <summary>What happens when an agenda entry is due: as of its own instant.</summary>
    public static Decision Due(OrganizationState state, DueEntry entry, DecisionContext context) => AgendaRules.Due(state, entry, context);

    /// <summary>The account tells how its storage default is divided (A19).</summary>
    public static Decision ShareStorage(OrganizationState state, DecisionContext context, StorageShare share)
    {
        if (state.Storage.Share == share) return Decision.Nothing;
        var turn = new Turn(state, context, context.Now);
        turn.Record(new StorageShareChanged(share));
        return turn.Done();
    }

    /// <summary>A test clock has arrived: everything due until then has happened.</summary>
    public static Decision AdvanceClock(OrganizationState state, DecisionContext context, Instant to)
    {
        var turn = new Turn(state, context, to);
        turn.Record(new TestClockAdvanced(to));
        return turn.Done();
    }

    /// <summary>The state as it is at an instant, as far as it follows without the payment provider: reads use it, and wait for nobody (P12).</summary>
    public static OrganizationState At(OrganizationState state, DecisionContext context)
    {
        var current = state;
        for (var turns = 0; turns < 100; turns++)
        {
            if (Agenda.NextOfBilling(current) is not { } entry || entry.At > context.Now || Agenda.IsBlocked(current, entry)) break;
            var decision = Due(current, entry, context);
            if (decision.Events.IsEmpty) break;
            current = decision.Events.Aggregate(current, OrganizationFold.Apply);
            // What was declined is taken to stay declined: an attempt that nobody has made yet postpones no deadline (A2).
            if (entry is { Kind: DueKind.PaymentRetry, InvoiceNumber: { } number })
                current = PaymentRules.Settle(current, context, number, AttemptOutcome.Declined, null, null, null).Events.Aggregate(current, OrganizationFold.Apply);
        }

        return current;
    }

    private static Decision OfInvoice(Turn turn, string number, Func<Invoice, Decision> decide) => turn.State.FindInvoice(number) is { } invoice
        ? decide(invoice)
        : Decision.Refused(RuleError.Invalid("invoiceNumber", $"There is no invoice {number} in this organization."));

    private static Decision Update(Turn turn, UpdateOrganization command)
    {
        var state = turn.State;
        var (name, zone) = (command.Name ?? state.Name, command.TimeZone ?? state.TimeZone);
        if (name != state.Name || zone != state.TimeZone) turn.Record(new OrganizationUpdated(name, zone));
        Keys.Use(turn, null, null, forever: false);
        return turn.Done();
    }

    private static Decision SetCollection(Turn turn, SetCollection command)
    {
        if (command.Collection == Collection.ChargeCard && turn.State.Contract is { } contract
            && Guards.Renewable(turn, contract, command.Collection, "collection") is { } tooLarge) return Decision.Refused(tooLarge);
        if (turn.State.Payment.Collection != command.Collection) turn.Record(new CollectionChanged(command.Collection));
        Keys.Use(turn, null, null, forever: false);
        return turn.Done();
    }

    private static Decision UpdateDetails(Turn turn, UpdateBillingDetails command)
    {
        var before = turn.State.Payment;
        var after = before with
        {
            CompanyName = Changed(before.CompanyName, command.CompanyName),
            TaxIds = command.TaxIds ?? before.TaxIds,
            PurchaseOrder = Changed(before.PurchaseOrder, command.PurchaseOrder),
            BillingAddress = command.BillingAddress ?? before.BillingAddress,
            PrimaryInvoiceEmail = Changed(before.PrimaryInvoiceEmail, command.PrimaryInvoiceEmail),
            AdditionalInvoiceEmails = command.AdditionalInvoiceEmails ?? before.AdditionalInvoiceEmails,
        };
        turn.Record(new BillingDetailsChanged(after));
        Keys.Use(turn, null, null, forever: false);
        return turn.Done();
    }

    /// <summary>Null leaves a text as it is, an empty one takes it away.</summary>
    internal static string? Changed(string? before, string? given) => given switch { null => before, "" => null, _ => given };

    /// <summary>The field that makes an order's amount as large as it is.</summary>
    private static string? AmountField(OrganizationCommand command) => command switch
    {
        StartContract => "fullTimeSeats",
        PurchaseSeats => "additionalSeats",
        UpgradePlan or ScheduleReduction or ReduceNow => "plan",
        CreateInvoice => "lines",
        GrantCredit or RecordWirePayment => "amount",
        _ => null,
    };
}
