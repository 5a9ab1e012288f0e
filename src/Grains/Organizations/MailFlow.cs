using System.Collections.Immutable;
using Billing.Domain;
using Billing.Domain.Mail;
using Billing.Domain.Organizations;
using Billing.Grains.Mail;

namespace Billing.Grains.Organizations;

/// <summary>Sends what waits in the outbox and records what came of it. Each mail keeps its id, so that a second delivery after a crash is the same message.</summary>
public sealed class MailFlow(OrganizationBook book)
{
    private const int AtOnce = 48;
    private const int InParallel = 4;

    /// <returns>True where more mail is due now.</returns>
    public async Task<bool> SendAsync()
    {
        var due = book.Committed.Outbox.Where(mail => mail.NextTryAt is not { } next || next <= book.RealNow).Take(AtOnce).ToList();
        if (due.Count == 0) return false;
        var sent = ImmutableArray.CreateBuilder<MailId>();
        var failed = new List<MailDeliveryFailed>();
        foreach (var group in due.Chunk(InParallel))
        {
            var results = await Task.WhenAll(group.Select(mail => book.Services.MailDelivery.SendAsync(book.Committed, mail)));
            foreach (var (mail, failure) in group.Zip(results))
            {
                if (failure is null) sent.Add(mail.Id);
                else failed.Add(Failure(mail, failure));
            }

            // The server is gone: the rest would wait for it one by one.
            if (results.All(failure => failure is { Permanent: false })) break;
        }

        var turn = new Turn(book.Committed, book.Context(Actor.System), book.Committed.LastEventAt);
        if (sent.Count > 0) turn.Record(new MailDelivered(sent.ToImmutable(), book.RealNow));
        foreach (var failure in failed) turn.Record(failure);
        await book.CommitAsync(turn.Done());
        return sent.Count > 0 && due.Count == AtOnce;
    }

    private MailDeliveryFailed Failure(QueuedMail mail, DeliveryFailure failure) => new(
        mail.Id, failure.Error, mail.Failures + 1, MailRetries.NextTryAt(mail.Failures + 1, book.RealNow, failure.Permanent));
}
