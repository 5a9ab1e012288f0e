using Billing.Contracts.ReadModel;
using Billing.Grains.Journal;
using NodaTime;
using Xunit;

namespace Billing.Grains.Tests.Journal;

/// <summary>What every read model promises, whatever database keeps it.</summary>
public abstract class ReadModelContract : IAsyncLifetime
{
    private StoreUnderTest? store;
    private IJournal journal = null!;

    private IReadModel ReadModel => store!.ReadModel;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_organization_is_read_back_to_the_letter_and_replaced_by_its_next_row()
    {
        var row = new OrganizationRow(
            "org_1", "acc_1", "Studio Ä", "PENDING", Some.At, true, Some.At.PlusTicks(-7), Some.At.PlusTicks(3), Instant.FromUtc(1969, 7, 20, 20, 17));
        await WriteAsync("org_1", new() { Organization = row });
        Assert.Equal(row, Assert.Single((await OrganizationsAsync()).Items).Row);

        var next = row with { Name = "Studio B", State = "ACTIVE", RenewsAt = null, HasUnknownPayment = false, NextDueAt = null, NextEffectAt = null };
        var key = Assert.Single((await OrganizationsAsync()).Items).Key;
        await WriteAsync("org_1", new() { Organization = next }, 2);
        Assert.Equal(new PageItem<OrganizationRow>(key, next), Assert.Single((await OrganizationsAsync()).Items));
    }

    [Fact]
    public async Task Pages_by_key_stay_where_they_are_while_rows_are_added_and_replaced()
    {
        foreach (var i in Enumerable.Range(1, 5)) await WriteAsync($"org_{i}", new() { Organization = Some.Organization($"org_{i}") });

        var first = await ReadModel.OrganizationsAsync(new(), 2, null, Cancellation);
        AssertPage(first, 5, true, ["org_1", "org_2"]);

        await WriteAsync("org_6", new() { Organization = Some.Organization("org_6") });
        await WriteAsync("org_2", new() { Organization = Some.Organization("org_2", "A name that sorts first") }, 2);
        var second = await ReadModel.OrganizationsAsync(new(), 3, first.Items[^1].Key, Cancellation);
        AssertPage(second, 6, true, ["org_3", "org_4", "org_5"]);

        var last = await ReadModel.OrganizationsAsync(new(), 3, second.Items[^1].Key, Cancellation);
        AssertPage(last, 6, false, ["org_6"]);
        var beyond = await ReadModel.OrganizationsAsync(new(), 3, last.Items[^1].Key, Cancellation);
        AssertPage(beyond, 6, false, []);
    }

    [Theory]
    [InlineData("100%", "org_percent")]
    [InlineData("%", "org_percent")]
    [InlineData("_", "org_underscore")]
    [InlineData("a_b", "org_underscore")]
    [InlineData(@"\", "org_backslash")]
    [InlineData("'; DROP TABLE", "org_quote")]
    [InlineData("éTUDE", "org_accent")]
    [InlineData("юлия", "org_cyrillic")]
    [InlineData("org_plain", "org_plain")]
    [InlineData("ORG_PLAIN")]
    [InlineData("org_pla")]
    [InlineData("", "org_percent", "org_underscore", "org_backslash", "org_quote", "org_accent", "org_cyrillic", "org_plain")]
    public async Task Search_takes_a_part_of_the_name_in_any_case_literally_or_a_whole_id(string search, params string[] found)
    {
        (string Id, string Name)[] all =
        [
            ("org_percent", "Effort 100%"), ("org_underscore", "A_B Films"), ("org_backslash", @"Back\slash"), ("org_quote", "Bobby'; DROP table x"),
            ("org_accent", "Étude"), ("org_cyrillic", "ЮЛИЯ"), ("org_plain", "Films AxB 100"),
        ];
        foreach (var (id, name) in all)
            await WriteAsync(id, new() { Organization = Some.Organization(id, name), Account = new(id.Replace("org", "acc", StringComparison.Ordinal), name) });

        Assert.Equal(found, Ids(await OrganizationsAsync(new(Search: search))));
        if (!search.StartsWith("org", StringComparison.OrdinalIgnoreCase))
            Assert.Equal(found.Length, (await ReadModel.AccountsAsync(search, 10, null, Cancellation)).TotalCount);
    }

    [Fact]
    public async Task Filters_narrow_together()
    {
        var row = Some.Organization("org_1");
        OrganizationRow[] rows =
        [
            row, row with { Id = "org_2", State = "PAST_DUE", RenewsAt = Some.At }, row with { Id = "org_3", State = "PENDING", HasUnknownPayment = true },
            row with { Id = "org_4", AccountId = "acc_2", RenewsAt = Some.At.PlusTicks(-1) },
        ];
        foreach (var each in rows) await WriteAsync(each.Id, new() { Organization = each });

        Assert.Equal(["org_2", "org_3"], Ids(await OrganizationsAsync(new(States: ["PENDING", "PAST_DUE"]))));
        Assert.Empty(Ids(await OrganizationsAsync(new(States: []))));
        Assert.Equal(["org_4"], Ids(await OrganizationsAsync(new(AccountId: "acc_2"))));
        Assert.Equal(["org_4"], Ids(await OrganizationsAsync(new(RenewsBefore: Some.At))));
        Assert.Equal(["org_3"], Ids(await OrganizationsAsync(new(HasUnknownPayment: true))));
        Assert.Equal(["org_1", "org_2", "org_4"], Ids(await OrganizationsAsync(new(HasUnknownPayment: false))));
        Assert.Equal(["org_2"], Ids(await OrganizationsAsync(new(["PAST_DUE"], "org", "acc_1", Some.At.PlusTicks(1), false))));
    }

    [Fact]
    public async Task Accounts_are_paged_and_renamed_in_place()
    {
        await WriteAsync("acc_1", new() { Account = new("acc_1", "First") });
        await WriteAsync("acc_2", new() { Account = new("acc_2", "Second") });
        await WriteAsync("acc_1", new() { Account = new("acc_1", "Renamed") }, 2);

        var page = await ReadModel.AccountsAsync(null, 1, null, Cancellation);
        Assert.Equal((new("acc_1", "Renamed"), 2, true), (Assert.Single(page.Items).Row, page.TotalCount, page.HasNext));
        Assert.Equal("acc_2", Assert.Single((await ReadModel.AccountsAsync(null, 9, page.Items[0].Key, Cancellation)).Items).Row.Id);
    }

    [Fact]
    public async Task A_members_organizations_are_those_that_did_not_remove_them()
    {
        await WriteAsync("org_1", new() { Members = [new("org_1", "mem_1", false), new("org_1", "mem_2", false)] });
        await WriteAsync("org_2", new() { Members = [new("org_2", "mem_1", false)] });
        Assert.Equal(["org_1", "org_2"], await ReadModel.OrganizationsOfMemberAsync("mem_1", Cancellation));

        await WriteAsync("org_1", new() { Members = [new("org_1", "mem_1", true)] }, 2);
        Assert.Equal(["org_2"], await ReadModel.OrganizationsOfMemberAsync("mem_1", Cancellation));
        Assert.Equal(["org_1"], await ReadModel.OrganizationsOfMemberAsync("mem_2", Cancellation));

        await WriteAsync("org_1", new() { Members = [new("org_1", "mem_1", false)] }, 3);
        Assert.Equal(["org_1", "org_2"], await ReadModel.OrganizationsOfMemberAsync("mem_1", Cancellation));
        Assert.Empty(await ReadModel.OrganizationsOfMemberAsync("mem_9", Cancellation));
    }

    [Fact]
    public async Task Mail_is_replaced_by_id_and_takes_its_outcome()
    {
        var mail = Some.Mail("org_1", 1, "INV-1");
        await WriteAsync("org_1", new() { Mail = [mail, Some.Mail("org_1", 2)] });
        AssertSame(mail, await ReadModel.MailByIdAsync("org_1", "mail_1", Cancellation));

        var changed = mail with { Subject = "Changed", To = [] };
        await WriteAsync("org_1", new() { Mail = [changed], MailOutcomes = [new("org_1", "mail_2", "FAILED", null, "550")] }, 2);
        AssertSame(changed, await ReadModel.MailByIdAsync("org_1", "mail_1", Cancellation));
        Assert.Equal(("FAILED", "550"), await OutcomeAsync("mail_2"));

        await WriteAsync("org_1", new() { MailOutcomes = [new("org_1", "mail_1", "SENT", Some.At, null), new("org_1", "mail_9", "SENT", Some.At, null)] }, 3);
        AssertSame(changed with { Status = "SENT", SentAt = Some.At }, await ReadModel.MailByIdAsync("org_1", "mail_1", Cancellation));
        Assert.Null(await ReadModel.MailByIdAsync("org_2", "mail_1", Cancellation));
        Assert.Null(await ReadModel.MailByIdAsync("org_1", "mail_9", Cancellation));
    }

    [Fact]
    public async Task Mail_comes_newest_first()
    {
        await WriteAsync("org_1", new() { Mail = [.. Enumerable.Range(1, 5).Select(i => Some.Mail("org_1", i, i % 2 == 0 ? "INV-2" : null))] });
        await WriteAsync("org_2", new() { Mail = [Some.Mail("org_2", 1, "INV-2")] });

        var first = await ReadModel.MailAsync("org_1", new(), 2, null, Cancellation);
        AssertPage(first, 5, true, [5L, 4]);
        await WriteAsync("org_1", new() { Mail = [Some.Mail("org_1", 6)] }, 2);
        var second = await ReadModel.MailAsync("org_1", new(), 3, first.Items[^1].Key, Cancellation);
        AssertPage(second, 6, false, [3L, 2, 1]);
    }

    [Fact]
    public async Task Copies_of_many_invoices_come_in_one_answer_newest_first()
    {
        await WriteAsync("org_1", new() { Mail = [.. Enumerable.Range(1, 6).Select(i => Some.Mail("org_1", i, i % 2 == 0 ? "INV-2" : null))] });
        await WriteAsync("org_2", new() { Mail = [Some.Mail("org_2", 1, "INV-2"), Some.Mail("org_2", 2, "INV-1")] });

        var copies = await ReadModel.CopiesAsync([new("org_1", "INV-2"), new("org_2", "INV-2"), new("org_1", "INV-1"), new("org_3", "INV-2")], 2, Cancellation);

        Assert.Equal([new("org_1", "INV-2"), new("org_2", "INV-2")], copies.Keys.OrderBy(key => key.OrganizationId));
        Assert.Equal([6L, 4], copies[new("org_1", "INV-2")].Select(row => row.Number));
        Assert.Equal([1L], copies[new("org_2", "INV-2")].Select(row => row.Number));
        Assert.Empty(await ReadModel.CopiesAsync([], 2, Cancellation));
    }

    [Fact]
    public async Task Mail_of_some_templates_has_totals_and_pages_of_its_own()
    {
        await WriteAsync("org_1", new() { Mail = [.. Enumerable.Range(1, 7).Select(i => Some.Mail("org_1", i) with { Template = $"T{i % 3}" })] });

        var filter = new MailFilter(Templates: ["T0", "T1"]);
        var first = await ReadModel.MailAsync("org_1", filter, 3, null, Cancellation);
        AssertPage(first, 5, true, [7L, 6, 4]);
        AssertPage(await ReadModel.MailAsync("org_1", filter, 3, first.Items[^1].Key, Cancellation), 5, false, [3L, 1]);
        AssertPage(await ReadModel.MailAsync("org_1", new(Templates: []), 3, null, Cancellation), 0, false, []);
    }

    [Fact]
    public async Task Ad_hoc_requests_that_wait_come_first_by_the_instant_at_which_they_are_due()
    {
        await WriteAsync("org_1", new() { AdHocRequests = [Request("b", "REQUESTED", 5), Request("a", "REQUESTED", 5), Request("d", "DECLINED", -9), Request("e", "OVERDUE", -1)] });
        await WriteAsync("org_2", new() { AdHocRequests = [Request("c", "REQUESTED", 2) with { OrganizationId = "org_2" }, Request("f", "FULFILLED", 8) with { OrganizationId = "org_2" }] });

        Assert.Equal(Request("e", "OVERDUE", -1), (await QueueAsync(null, 9)).Rows[0]);
        var found = new List<string>();
        AdHocPage page;
        AdHocPlace? after = null;
        do
        {
            page = await ReadModel.AdHocRequestsAsync(new(null, Some.At), 2, after, Cancellation);
            Assert.Equal(6, page.TotalCount);
            found.AddRange(page.Rows.Select(row => row.Id));
            after = page.Rows[^1].Place;
        }
        while (page.HasNext);
        Assert.Equal(["e", "c", "a", "b", "d", "f"], found);

        await WriteAsync("org_1", new() { AdHocRequests = [Request("a", "FULFILLED", 5)] }, 2);
        Assert.Equal(["e", "c", "b", "d", "a", "f"], (await QueueAsync(null, 9)).Rows.Select(row => row.Id));
    }

    [Fact]
    public async Task R31_A13_a_request_whose_instant_has_passed_is_overdue_whether_or_not_anybody_woke_up()
    {
        await WriteAsync("org_1", new()
        {
            AdHocRequests =
            [
                Request("due", "REQUESTED", 0), Request("later", "REQUESTED", 1), Request("told", "OVERDUE", -5), Request("test", "REQUESTED", -3) with { OnTestClock = true },
                Request("done", "FULFILLED", -4),
            ],
        });
        Assert.Equal(["told", "due"], (await QueueAsync(["OVERDUE"], 9)).Rows.Select(row => row.Id));
        Assert.Equal(["test", "later"], (await QueueAsync(["REQUESTED"], 9)).Rows.Select(row => row.Id));
        Assert.Equal(["told", "done"], (await QueueAsync(["OVERDUE", "FULFILLED"], 9, Some.At.PlusTicks(-1))).Rows.Select(row => row.Id));
        Assert.Equal((0, false), ((await QueueAsync([], 9)).TotalCount, (await QueueAsync([], 9)).HasNext));
        Assert.Equal((2, true), ((await QueueAsync(["OVERDUE"], 1)).TotalCount, (await QueueAsync(["OVERDUE"], 1)).HasNext));
    }

    [Fact]
    public async Task D5_due_is_what_the_agenda_or_an_effect_asks_for_oldest_first()
    {
        var row = Some.Organization("org_1");
        OrganizationRow[] rows =
        [
            row with { NextDueAt = Some.At },
            row with { Id = "org_2", NextDueAt = Some.At.PlusTicks(1) },
            row with { Id = "org_3", NextEffectAt = Some.At.PlusTicks(-1) },
            row with { Id = "org_4", NextDueAt = Some.At.PlusTicks(9), NextEffectAt = Some.At.PlusTicks(-2) },
            row with { Id = "org_5" },
        ];
        foreach (var each in rows) await WriteAsync(each.Id, new() { Organization = each });

        DueOrganization[] due = [new("org_4", Some.At.PlusTicks(-2)), new("org_3", Some.At.PlusTicks(-1)), new("org_1", Some.At)];
        Assert.Equal(due, await ReadModel.DueAsync(Some.At, 10, Cancellation));
        Assert.Equal(due[..2], await ReadModel.DueAsync(Some.At, 2, Cancellation));
        Assert.Equal([.. due, new("org_2", Some.At.PlusTicks(1))], await ReadModel.DueAsync(Some.At.PlusTicks(20), 10, Cancellation));
    }

    public async ValueTask InitializeAsync()
    {
        store = await CreateStoreAsync();
        journal = store.OpenJournal();
    }

    public async ValueTask DisposeAsync()
    {
        if (store is not null) await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<StoreUnderTest> CreateStoreAsync();

    private static AdHocRow Request(string id, string state, int ticks) => new("org_1", id, state, Some.At.PlusTicks(ticks), false);

    private Task<AdHocPage> QueueAsync(string[]? states, int first, Instant? now = null) =>
        ReadModel.AdHocRequestsAsync(new(states, now ?? Some.At), first, null, Cancellation);

    private static string[] Ids(Page<OrganizationRow> page) => [.. page.Items.Select(item => item.Row.Id)];

    private static void AssertPage(Page<OrganizationRow> page, int total, bool hasNext, string[] ids)
    {
        Assert.Equal(ids, Ids(page));
        Assert.Equal((total, hasNext), (page.TotalCount, page.HasNext));
    }

    private static void AssertPage(Page<MailRow> page, int total, bool hasNext, long[] numbers)
    {
        Assert.Equal(numbers, page.Items.Select(item => item.Row.Number));
        Assert.Equal((total, hasNext), (page.TotalCount, page.HasNext));
    }

    /// <summary>Records compare their lists by reference.</summary>
    private static void AssertSame(MailRow expected, MailRow? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.To, actual.To);
        Assert.Equal(expected, actual with { To = expected.To });
    }

    private Task<AppendResult> WriteAsync(string stream, ReadModelChanges changes, long sequence = 1) =>
        journal.AppendAsync(Some.Append(stream, sequence, changes: changes));

    private Task<Page<OrganizationRow>> OrganizationsAsync(OrganizationFilter? filter = null) =>
        ReadModel.OrganizationsAsync(filter ?? new(), 10, null, Cancellation);

    private async Task<(string, string?)> OutcomeAsync(string mailId)
    {
        var mail = await ReadModel.MailByIdAsync("org_1", mailId, Cancellation);
        return (mail!.Status, mail.Error);
    }
}
