using System.Text.Json;
using Billing.Contracts.ReadModel;
using Billing.Grains.Journal.Sql;
using Npgsql;

namespace Billing.Grains.Journal.PostgreSql;

/// <summary>
/// The statements that write some appends of different streams, each a whole table's worth of rows. The events come last, since their
/// statement takes the feed's head row, and its lock should be held for the sync and nothing else.
/// </summary>
internal static class BatchStatements
{
    /// <summary>
    /// A record that does not follow the one before it gets no sequence, which the column refuses; it is looked for by a subquery that the planner can
    /// answer by the key only, where EXISTS became a hash of the whole table while its statistics were young. The feed's head moves only where something
    /// is published. Answers the position before the first that was given, in one row, or no row.
    /// </summary>
    private const string Events = """
        WITH head AS (UPDATE feed SET position = position + $10 WHERE $10 > 0 RETURNING position - $10 AS base),
        written AS (
          INSERT INTO event(stream, sequence, public_sequence, position, kind, version, at, actor, payload)
          SELECT e.stream, CASE WHEN e.after = 0 OR e.after IS NULL THEN e.sequence
            WHEN (SELECT p.sequence FROM event p WHERE p.stream = e.stream AND p.sequence = e.after) = e.after THEN e.sequence END, e.public_sequence, head.base + e.place, e.kind, e.version, e.at, e.actor, e.payload
          FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::int[], $7::bigint[], $8::text[], $9::text[], $11::bigint[])
            AS e(stream, sequence, public_sequence, place, kind, version, at, actor, payload, after) LEFT JOIN head ON true)
        SELECT base FROM head
        """;

    private const string Organizations = """
        INSERT INTO organization AS o (id, account_id, name, folded, state, renews_at, has_unknown_payment, created_at, next_due_at, next_effect_at)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::boolean[], $8::bigint[], $9::bigint[], $10::bigint[])
        ON CONFLICT(id) DO UPDATE SET account_id = excluded.account_id, name = excluded.name, folded = excluded.folded,
          state = excluded.state, renews_at = excluded.renews_at, has_unknown_payment = excluded.has_unknown_payment,
          created_at = excluded.created_at, next_due_at = excluded.next_due_at, next_effect_at = excluded.next_effect_at
        WHERE (o.account_id, o.name, o.state, o.renews_at, o.has_unknown_payment, o.created_at, o.next_due_at, o.next_effect_at) IS DISTINCT FROM
          (excluded.account_id, excluded.name, excluded.state, excluded.renews_at, excluded.has_unknown_payment, excluded.created_at,
           excluded.next_due_at, excluded.next_effect_at)
        """;

    private const string Accounts = """
        INSERT INTO account(id, name, folded) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
        ON CONFLICT(id) DO UPDATE SET name = excluded.name, folded = excluded.folded
        """;

    private const string Members = """
        INSERT INTO member(organization_id, id, removed) SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[])
        ON CONFLICT(organization_id, id) DO UPDATE SET removed = excluded.removed
        """;

    private const string Mail = """
        INSERT INTO mail(organization_id, number, id, template, subject, recipients, text, html, queued_at, sent_at, status, error, invoice_number)
        SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[],
          $11::text[], $12::text[], $13::text[])
        ON CONFLICT(organization_id, id) DO UPDATE SET number = excluded.number, template = excluded.template, subject = excluded.subject,
          recipients = excluded.recipients, text = excluded.text, html = excluded.html, queued_at = excluded.queued_at,
          sent_at = excluded.sent_at, status = excluded.status, error = excluded.error, invoice_number = excluded.invoice_number
        """;

    private const string MailOutcomes = """
        UPDATE mail m SET status = o.status, sent_at = o.sent_at, error = o.error
        FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[]) AS o(organization_id, id, status, sent_at, error)
        WHERE m.organization_id = o.organization_id AND m.id = o.id
        """;

    private const string AdHocRequests = """
        INSERT INTO ad_hoc_request(id, organization_id, state, answered, due_by, on_test_clock)
        SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::bigint[], $6::boolean[])
        ON CONFLICT(id) DO UPDATE SET organization_id = excluded.organization_id, state = excluded.state, answered = excluded.answered,
          due_by = excluded.due_by, on_test_clock = excluded.on_test_clock
        """;

    /// <summary>All statements, the events' last.</summary>
    /// <param name="appends">Of different streams.</param>
    public static IEnumerable<NpgsqlBatchCommand> Of(IReadOnlyList<JournalAppend> appends) =>
        OfRows([.. appends.Select(append => append.Changes)]).Append(EventCommand(appends));

    /// <summary>The read model's rows alone, in the order of their ids, so that two processes that write the same ones wait for each other and never in a circle.</summary>
    public static IEnumerable<NpgsqlBatchCommand> OfRows(IReadOnlyList<ReadModelChanges> changed)
    {
        var organizations = Rows<OrganizationRow>(changed, changes => changes.Organization is { } row ? [row] : [], row => row.Id);
        if (organizations.Count > 0)
            yield return Command(Organizations, Columns.Texts(organizations, row => row.Id), Columns.Texts(organizations, row => row.AccountId),
                Columns.Texts(organizations, row => row.Name), Columns.Texts(organizations, row => NameSearch.Fold(row.Name)),
                Columns.Texts(organizations, row => row.State), Columns.LongsOrNone(organizations, row => InstantColumn.Ticks(row.RenewsAt)),
                Columns.Flags(organizations, row => row.HasUnknownPayment), Columns.Longs(organizations, row => InstantColumn.ToColumn(row.CreatedAt)),
                Columns.LongsOrNone(organizations, row => InstantColumn.Ticks(row.NextDueAt)), Columns.LongsOrNone(organizations, row => InstantColumn.Ticks(row.NextEffectAt)));
        var accounts = Rows<AccountRow>(changed, changes => changes.Account is { } row ? [row] : [], row => row.Id);
        if (accounts.Count > 0)
            yield return Command(Accounts, Columns.Texts(accounts, row => row.Id), Columns.Texts(accounts, row => row.Name),
                Columns.Texts(accounts, row => row.Name is null ? null : NameSearch.Fold(row.Name)));
        var members = Rows(changed, changes => changes.Members, row => Key(row.OrganizationId, row.MemberId));
        if (members.Count > 0)
            yield return Command(Members, Columns.Texts(members, row => row.OrganizationId), Columns.Texts(members, row => row.MemberId), Columns.Flags(members, row => row.Removed));
        var mail = Rows(changed, changes => changes.Mail, row => Key(row.OrganizationId, row.Id));
        if (mail.Count > 0) yield return MailCommand(mail);
        var outcomes = Rows(changed, changes => changes.MailOutcomes, row => Key(row.OrganizationId, row.MailId));
        if (outcomes.Count > 0)
            yield return Command(MailOutcomes, Columns.Texts(outcomes, row => row.OrganizationId), Columns.Texts(outcomes, row => row.MailId),
                Columns.Texts(outcomes, row => row.Status), Columns.LongsOrNone(outcomes, row => InstantColumn.Ticks(row.SentAt)), Columns.Texts(outcomes, row => row.Error));
        var requests = Rows(changed, changes => changes.AdHocRequests, row => row.Id);
        if (requests.Count > 0)
            yield return Command(AdHocRequests, Columns.Texts(requests, row => row.Id), Columns.Texts(requests, row => row.OrganizationId),
                Columns.Texts(requests, row => row.State), Columns.Flags(requests, row => row.Place.IsAnswered),
                Columns.Longs(requests, row => InstantColumn.ToColumn(row.DueBy)), Columns.Flags(requests, row => row.OnTestClock));
    }

    private static NpgsqlBatchCommand MailCommand(IReadOnlyCollection<MailRow> mail) => Command(
        Mail, Columns.Texts(mail, row => row.OrganizationId), Columns.Longs(mail, row => row.Number), Columns.Texts(mail, row => row.Id),
        Columns.Texts(mail, row => row.Template), Columns.Texts(mail, row => row.Subject), Columns.Texts(mail, row => JsonSerializer.Serialize(row.To)),
        Columns.Texts(mail, row => row.Text), Columns.Texts(mail, row => row.Html), Columns.Longs(mail, row => InstantColumn.ToColumn(row.QueuedAt)),
        Columns.LongsOrNone(mail, row => InstantColumn.Ticks(row.SentAt)), Columns.Texts(mail, row => row.Status), Columns.Texts(mail, row => row.Error),
        Columns.Texts(mail, row => row.InvoiceNumber));

    private static NpgsqlBatchCommand EventCommand(IReadOnlyList<JournalAppend> appends)
    {
        List<(JournalRecord Record, long? Place, long? After)> rows = [];
        var published = 0L;
        foreach (var append in appends)
        {
            var first = append.Records[0].Sequence;
            foreach (var record in append.Records)
                rows.Add((record, record.PublicSequence is null ? null : ++published, record.Sequence == first ? first - 1 : null));
        }
        return Command(
            Events, Columns.Texts(rows, row => row.Record.Stream), Columns.Longs(rows, row => row.Record.Sequence),
            Columns.LongsOrNone(rows, row => row.Record.PublicSequence), Columns.LongsOrNone(rows, row => row.Place), Columns.Texts(rows, row => row.Record.Kind),
            Columns.Integers(rows, row => row.Record.Version), Columns.Longs(rows, row => InstantColumn.ToColumn(row.Record.At)),
            Columns.Texts(rows, row => row.Record.Actor), Columns.Texts(rows, row => row.Record.Payload),
            new NpgsqlParameter<long> { TypedValue = published }, Columns.LongsOrNone(rows, row => row.After));
    }

    /// <summary>One row a key, the last one written, in the order of the keys: a statement may not change a row twice.</summary>
    private static IReadOnlyCollection<TRow> Rows<TRow>(
        IReadOnlyList<ReadModelChanges> changed, Func<ReadModelChanges, IReadOnlyList<TRow>> of, Func<TRow, string> key)
    {
        SortedDictionary<string, TRow>? rows = null;
        foreach (var changes in changed)
        {
            foreach (var row in of(changes)) (rows ??= new(StringComparer.Ordinal))[key(row)] = row;
        }
        return rows is null ? [] : rows.Values;
    }

    private static string Key(string organization, string id) => $"{organization} {id}";

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        return command;
    }
}
