using Billing.Contracts.ReadModel;
using Billing.Domain;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Grains.Journal;
using Billing.Grains.Organizations;
using Billing.Grains.Tests.Organizations.Fakes;
using Billing.Simulation.Tests.Running;
using Billing.Simulation.Tests.World;

namespace Billing.Simulation.Tests.Bugs;

/// <summary>Puts a mistake between the engine and what it reaches; without one everything is as it is.</summary>
internal static class Planted
{
    public static IJournal Journal(History history, Process process, IJournal journal, Wire wire) =>
        history.Bug == Bug.None ? journal : new MistakenJournal(history, process, journal, wire);

    public static IPaymentProvider Provider(History history, IPaymentProvider provider) =>
        history.Bug == Bug.None ? provider : new MistakenProvider(history, provider);

    public static IEventReads Reads(History history, IEventReads reads) => history.Bug is Bug.PollForgotten or Bug.FeedPageOneTooFar
        ? new MistakenReads(history.Bug, reads) : reads;

    public static IIdSource Ids(History history) => history.Bug == Bug.IdsStartAgainWithTheProcess ? new CountingIds() : history.Ids;

    public static IMailDelivery Mail(History history, IMailDelivery mail) => history.Bug is Bug.FailedMailMarkedSent or Bug.MailSentInTheBackground
        ? new MistakenMail(history.Bug, mail) : mail;

    private sealed class MistakenMail(Bug bug, IMailDelivery inner) : IMailDelivery
    {
        public async Task<DeliveryFailure?> SendAsync(OrganizationState state, QueuedMail mail)
        {
            var sending = inner.SendAsync(state, mail);
            if (bug == Bug.FailedMailMarkedSent) await sending;
            return null;
        }
    }

    private sealed class MistakenReads(Bug bug, IEventReads inner) : IEventReads
    {
        public Task<IReadOnlyList<PublishedEventView>> ReadAsync(OrganizationId organization, long afterSequence, int limit, CancellationToken cancellationToken) =>
            inner.ReadAsync(organization, afterSequence, limit, cancellationToken);

        /// <summary>Nobody polls: what no ring brought stays unread. A reader's own first look is served.</summary>
        public async Task<IReadOnlyList<PublishedEventView>> ReadFeedAsync(long afterPosition, int limit, CancellationToken cancellationToken) =>
            await inner.ReadFeedAsync(
                bug == Bug.FeedPageOneTooFar && afterPosition > 0 ? afterPosition + 1 : afterPosition, bug == Bug.PollForgotten && limit > 100 ? 0 : limit,
                cancellationToken);

        public Task<long> FeedHeadAsync(CancellationToken cancellationToken) => inner.FeedHeadAsync(cancellationToken);
    }
}
