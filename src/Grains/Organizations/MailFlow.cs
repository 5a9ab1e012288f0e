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

    /// <summary>Sends the next batch. Nothing is written, so this may run beside the organization's turns: a slow mail server keeps nobody waiting.</summary>
    /// <returns>What is to be recorded; null where no mail is due, or the wall clock is not believed.</returns>
    public async Task<SentBatch?> SendAsync()
    {
        if (!book.WallClockAgrees) return null;
        var due = book.Committed.Outbox.Where(mail => mail.NextTryAt is not { } next || next <= book.RealNow).Take(AtOnce).ToList();
        if (due.Count == 0) return null;
        var sent = ImmutableArray.CreateBuilder<MailId>();
        var failed = ImmutableArray.CreateBuilder<MailDeliveryFailed>();
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

        return new(sent.ToImmutable(), failed.ToImmutable(), MayBeMore: sent.Count > 0 && due.Count == AtOnce);
    }

    /// <summary>Writes what came of a batch; nothing while the wall clock is not believed: the batch goes out again, under the same ids.</summary>
    public Task RecordAsync(SentBatch batch)
    {
        if (!book.WallClockAgrees) return Task.CompletedTask;
        var turn = new Turn(book.Committed, book.Context(Actor.System), book.Committed.LastEventAt);
        if (batch.Sent.Length > 0) turn.Record(new MailDelivered(batch.Sent, book.RealNow));
        foreach (var failure in batch.Failed) turn.Record(failure);
        return book.CommitAsync(turn.Done());
    }

    private MailDeliveryFailed Failure(QueuedMail mail, DeliveryFailure failure) => new(
        mail.Id, failure.Error, mail.Failures + 1, MailRetries.NextTryAt(mail.Failures + 1, book.RealNow, failure.Permanent));
}

/// <param name="MayBeMore">The outbox held more than one batch takes.</param>
public sealed record SentBatch(ImmutableArray<MailId> Sent, ImmutableArray<MailDeliveryFailed> Failed, bool MayBeMore);
