using Billing.Grains.Journal.Sql;
using Billing.Contracts.ReadModel;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Billing.Grains.Journal.Sqlite;

/// <summary>The writer's connection with its compiled statements.</summary>
internal sealed class SqliteWriteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _savepoint, _release, _rollBack, _readHead, _moveHead, _lastSequence, _event, _organization, _account, _member, _mail, _mailOutcome, _adHoc;

    public SqliteWriteSession(SqliteConnection connection)
    {
        _connection = connection;
        _savepoint = new(connection, "SAVEPOINT append");
        _release = new(connection, "RELEASE append");
        _rollBack = new(connection, "ROLLBACK TO append");
        _readHead = new(connection, "SELECT position FROM feed");
        _moveHead = new(connection, "UPDATE feed SET position = position + @count RETURNING position", "@count");
        _lastSequence = new(connection, "SELECT coalesce(max(sequence), 0) FROM event WHERE stream = @stream", "@stream");
        _event = new(connection, """
            INSERT INTO event(stream, sequence, public_sequence, position, kind, version, at, actor, payload)
            VALUES(@stream, @sequence, @public_sequence, @position, @kind, @version, @at, @actor, @payload)
            """, "@stream", "@sequence", "@public_sequence", "@position", "@kind", "@version", "@at", "@actor", "@payload");
        _organization = new(connection, """
            INSERT INTO organization(id, account_id, name, folded, state, renews_at, has_unknown_payment, created_at, next_due_at, next_effect_at)
            VALUES(@id, @account, @name, @folded, @state, @renews, @unknown, @created, @due, @effect)
            ON CONFLICT(id) DO UPDATE SET account_id = excluded.account_id, name = excluded.name, folded = excluded.folded,
              state = excluded.state, renews_at = excluded.renews_at, has_unknown_payment = excluded.has_unknown_payment,
              created_at = excluded.created_at, next_due_at = excluded.next_due_at, next_effect_at = excluded.next_effect_at
            WHERE (account_id, name, state, renews_at, has_unknown_payment, created_at, next_due_at, next_effect_at) IS NOT (excluded.account_id,
              excluded.name, excluded.state, excluded.renews_at, excluded.has_unknown_payment, excluded.created_at, excluded.next_due_at,
              excluded.next_effect_at)
            """, "@id", "@account", "@name", "@folded", "@state", "@renews", "@unknown", "@created", "@due", "@effect");
        _account = new(connection, """
            INSERT INTO account(id, name, folded) VALUES(@id, @name, @folded)
            ON CONFLICT(id) DO UPDATE SET name = excluded.name, folded = excluded.folded
            """, "@id", "@name", "@folded");
        _member = new(connection, """
            INSERT INTO member(organization_id, id, removed) VALUES(@organization, @id, @removed)
            ON CONFLICT(organization_id, id) DO UPDATE SET removed = excluded.removed
            """, "@organization", "@id", "@removed");
        _mail = new(connection, """
            INSERT INTO mail(organization_id, number, id, template, subject, recipients, text, html, queued_at, sent_at, status, error, invoice_number)
            VALUES(@organization, @number, @id, @template, @subject, @recipients, @text, @html, @queued, @sent, @status, @error, @invoice)
            ON CONFLICT(organization_id, id) DO UPDATE SET number = excluded.number, template = excluded.template, subject = excluded.subject,
              recipients = excluded.recipients, text = excluded.text, html = excluded.html, queued_at = excluded.queued_at,
              sent_at = excluded.sent_at, status = excluded.status, error = excluded.error, invoice_number = excluded.invoice_number
            """, "@organization", "@number", "@id", "@template", "@subject", "@recipients", "@text", "@html", "@queued", "@sent", "@status", "@error", "@invoice");
        _mailOutcome = new(connection, """
            UPDATE mail SET status = @status, sent_at = @sent, error = @error WHERE organization_id = @organization AND id = @id
            """, "@status", "@sent", "@error", "@organization", "@id");
        _adHoc = new(connection, """
            INSERT INTO ad_hoc_request(id, organization_id, state, answered, due_by, on_test_clock) VALUES(@id, @organization, @state, @answered, @due, @test)
            ON CONFLICT(id) DO UPDATE SET organization_id = excluded.organization_id, state = excluded.state, answered = excluded.answered,
              due_by = excluded.due_by, on_test_clock = excluded.on_test_clock
            """, "@id", "@organization", "@state", "@answered", "@due", "@test");
    }

    /// <summary>Takes the file's write lock at once: a transaction that began as a reader could lose it in the middle.</summary>
    public SqliteTransaction Begin() => _connection.BeginTransaction(deferred: false);

    public void Savepoint(SqliteTransaction transaction) => _savepoint.Execute(transaction);

    public void Release(SqliteTransaction transaction) => _release.Execute(transaction);

    public void RollBackToSavepoint(SqliteTransaction transaction) => _rollBack.Execute(transaction);

    public long FeedHead(SqliteTransaction transaction) => _readHead.ExecuteInt64(transaction);

    /// <exception cref="InvalidOperationException">The head is not where this transaction found it.</exception>
    public void MoveFeedHead(SqliteTransaction transaction, long from, long to)
    {
        var position = _moveHead.ExecuteInt64(transaction, to - from);
        if (position != to) throw new InvalidOperationException($"The feed's head is at {position}, expected {to}.");
    }

    /// <summary>Null where the append begins right after its stream's last sequence.</summary>
    public JournalConflictException? Conflict(SqliteTransaction transaction, JournalAppend append)
    {
        var first = append.Records[0].Sequence;
        return first == _lastSequence.ExecuteInt64(transaction, append.Stream) + 1 ? null : new(append.Stream, first);
    }

    /// <summary>Events first, then the rows that follow from them, then mail.</summary>
    /// <returns>The feed's last position after these events.</returns>
    public long Insert(SqliteTransaction transaction, JournalAppend append, long position)
    {
        foreach (var record in append.Records)
        {
            if (record.PublicSequence is not null) position++;
            Insert(transaction, record, position);
        }
        Insert(transaction, append.Changes);
        return position;
    }

    public void Dispose() => _connection.Dispose();

    private void Insert(SqliteTransaction transaction, JournalRecord record, long position) => _event.Execute(
        transaction, record.Stream, record.Sequence, record.PublicSequence, record.PublicSequence is null ? null : position,
        record.Kind, record.Version, InstantColumn.ToColumn(record.At), record.Actor, record.Payload);

    /// <summary>Rows alone: what a rebuild writes.</summary>
    public void Insert(SqliteTransaction transaction, ReadModelChanges changes)
    {
        if (changes.Organization is { } row)
            _organization.Execute(
                transaction, row.Id, row.AccountId, row.Name, NameSearch.Fold(row.Name), row.State, InstantColumn.ToColumn(row.RenewsAt),
                row.HasUnknownPayment, InstantColumn.ToColumn(row.CreatedAt), InstantColumn.ToColumn(row.NextDueAt),
                InstantColumn.ToColumn(row.NextEffectAt));
        if (changes.Account is { } account) _account.Execute(transaction, account.Id, account.Name, NameSearch.Fold(account.Name));
        foreach (var member in changes.Members) _member.Execute(transaction, member.OrganizationId, member.MemberId, member.Removed);
        foreach (var mail in changes.Mail)
            _mail.Execute(
                transaction, mail.OrganizationId, mail.Number, mail.Id, mail.Template, mail.Subject, JsonSerializer.Serialize(mail.To), mail.Text,
                mail.Html, InstantColumn.ToColumn(mail.QueuedAt), InstantColumn.ToColumn(mail.SentAt), mail.Status, mail.Error, mail.InvoiceNumber);
        foreach (var outcome in changes.MailOutcomes)
            _mailOutcome.Execute(
                transaction, outcome.Status, InstantColumn.ToColumn(outcome.SentAt), outcome.Error, outcome.OrganizationId, outcome.MailId);
        foreach (var request in changes.AdHocRequests)
            _adHoc.Execute(
                transaction, request.Id, request.OrganizationId, request.State, request.Place.IsAnswered, InstantColumn.ToColumn(request.DueBy),
                request.OnTestClock);
    }
}
