using Billing.Api.Input;

namespace Billing.Api.Tests.Input;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ann@example.com")]
    [InlineData("a@b.co")]
    [InlineData("ann.o'neil+billing@mail.example.co.uk")]
    [InlineData("x_%y@xn--mnchen-3ya.de")]
    [InlineData("1@2.3a")]
    public void Addresses(string text) => Assert.True(EmailAddress.IsGood(text));

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("a")]
    [InlineData("a@")]
    [InlineData("@b.co")]
    [InlineData("a@b")]
    [InlineData("a@@b.co")]
    [InlineData("a@b@c.co")]
    [InlineData("a b@c.co")]
    [InlineData("a@b .co")]
    [InlineData("a@b.co ")]
    [InlineData("a\t@b.co")]
    [InlineData("a@b.co\r\nBcc: c@d.co")]
    [InlineData(".a@b.co")]
    [InlineData("a.@b.co")]
    [InlineData("a..b@c.co")]
    [InlineData("a@.co")]
    [InlineData("a@b..co")]
    [InlineData("a@b.co.")]
    [InlineData("a@-b.co")]
    [InlineData("a@b-.co")]
    [InlineData("a@127.0.0.1")]
    [InlineData("a@[127.0.0.1]")]
    [InlineData("\"a\"@b.co")]
    [InlineData("Ann <a@b.co>")]
    [InlineData("a,b@c.co")]
    [InlineData("ä@b.co")]
    [InlineData("a@b_c.co")]
    public void No_addresses(string text) => Assert.False(EmailAddress.IsGood(text));

    [Fact]
    public void Lengths_end_where_mail_servers_end()
    {
        Assert.True(EmailAddress.IsGood(new string('a', 64) + "@b.co"));
        Assert.False(EmailAddress.IsGood(new string('a', 65) + "@b.co"));
        Assert.False(EmailAddress.IsGood("a@" + new string('b', 64) + ".co"));
        Assert.False(EmailAddress.IsGood("a@" + string.Concat(Enumerable.Repeat("bbbbbbbbb.", 26)) + "co"));
    }
}
