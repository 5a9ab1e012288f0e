using System.Collections.Immutable;
using Billing.Domain.AdHoc;
using Billing.Domain.Mail;
using Billing.Domain.Members;
using Billing.Domain.Organizations;
using Billing.Domain.Seasons;
using NodaTime;

namespace Billing.Domain.Tests;

/// <summary>Members, seasons and ad hoc seats, as people order them.</summary>
public sealed partial class Life
{
    public SeasonId NewSeason(string opensOn, string closesOn, int seats = 5, string name = "Summer")
    {
        var before = State.Seasons.Keys.ToHashSet();
        Assert.Null(Do(new SetSeason(null, name, Date(opensOn), Date(closesOn), seats)).Error);
        return State.Seasons.Keys.Single(id => !before.Contains(id));
    }

    public Answer Edit(SeasonId id, string opensOn, string closesOn, int seats = 5) => Do(new SetSeason(id, State.Seasons[id].Name, Date(opensOn), Date(closesOn), seats));

    public Answer AddSeasonal(string name, params SeasonId[] seasons) =>
        Do(new AddMember(null, name, $"{name}@example.com", MemberType.Seasonal, [], "Agent") { SeasonIds = [.. seasons] });

    public MemberId Seasonal(string name, params SeasonId[] seasons)
    {
        var answer = AddSeasonal(name, seasons);
        Assert.Null(answer.Error);
        return answer.MemberId!.Value;
    }

    public Answer Update(MemberId id, MemberType? type = null, SeasonId[]? seasons = null, Permission[]? permissions = null, string? name = null, string? email = null) =>
        Do(new UpdateMember(id, name, email, type, seasons?.ToImmutableArray(), permissions?.ToImmutableArray(), null));

    public Member Member(MemberId id) => State.Members[id];

    public MemberAccess AccessOf(MemberId id, string? at = null)
    {
        var now = at is null ? Now : At(at);
        return AccessRules.Of(State, OrganizationRules.At(State, Context with { Now = now }).Status, State.Members[id], now);
    }

    public SeasonState StateOf(SeasonId id) => State.Seasons[id].StateAt(Now);

    public AdHocRequest AskForSeats(int seats = 3, string startsOn = "2025-02-01", int increments = 1)
    {
        Assert.Null(Do(new RequestAdHocSeats(seats, Date(startsOn), increments)).Error);
        return State.AdHocRequests[^1];
    }

    /// <summary>Templates of the mails to an address, oldest first, with the instant of each.</summary>
    public IReadOnlyList<(Instant At, MailTemplate Template)> MailsTo(string name) =>
        [.. Mails.Where(mail => mail.To.Contains($"{name}@example.com")).Select(mail => (mail.QueuedAt, mail.Template))];

    public IReadOnlyList<MailTemplate> TemplatesTo(string name) => [.. MailsTo(name).Select(mail => mail.Template)];

    public static LocalDate Date(string text) => At(text).UtcDate();
}
