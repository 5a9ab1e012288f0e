using System.Globalization;
using System.Text;

namespace Billing.Api.Tests.Limits;

/// <summary>Documents that try to cost more than they say: each is wrong, or past a limit. Shared with the bench that measures what refusing them costs.</summary>
internal static class HostileDocument
{
    private static readonly Func<Random, string>[] Kinds =
    [
        random => "{ organization(id: \"o\") " + Nested("{ account { organizations ", " id }}", random.Next(9, 60)) + "}",
        random => new string('{', random.Next(200, 20_000)),
        random => "{ organization(id: " + new string('[', random.Next(200, 20_000)),
        random => "{ organization(id: " + Nested("{ a: ", "}", random.Next(200, 1_500), "1") + ") { id } }",
        random => "{ organization(id: \"o\") { " + Many(random.Next(31, 1_200), n => $"a{n}: name") + " } }",
        random => "{ " + Many(random.Next(21, 3_900), _ => "viewer { id }") + " }",
        random => "mutation { " + Many(random.Next(6, 300), n => $"m{n}: createAccount(input: {{ name: \"A\" }}) {{ errors {{ code }} }}") + " }",
        random => Chain(random.Next(2, 300), "...{0} ...{0}", "id"),
        random => Chain(random.Next(2, 300), "...{0}", "...F0"),
        random => Chain(random.Next(2, 200), "account {{ organizations {{ ...{0} }} }}", "id"),
        random => "{ viewer { id " + Many(random.Next(2, 700), _ => "@include(if: true)") + " } }",
        random => "{ viewer { id " + Many(random.Next(1, 1_900), n => $"@unknown{n}") + " } }",
        random => "query Q(" + Many(random.Next(1, 900), n => $"$v{n}: Int") + ") { viewer { id } }",
        random => "query Q(" + Many(random.Next(2, 900), _ => "$v: Int") + ") { viewer { id } }",
        random => "{ viewer { id(" + Many(random.Next(1, 1_200), n => $"a{n}: 1") + ") } }",
        random => "{ organizations(" + Many(random.Next(2, 1_200), _ => "first: 1") + ") { totalCount } }",
        random => "{ viewer { " + Many(random.Next(1, 300), n => $"organizationId{n}") + " } }",
        random => "{ viewer { " + Many(random.Next(1, 1_900), n => $"...Missing{n}") + " } }",
        random => "{ viewer { " + Many(random.Next(1, 900), n => $"... on Missing{n} {{ id }}") + " } }",
        random => "{ viewer { id } } " + Many(random.Next(1, 400), n => $"fragment U{n} on Viewer {{ id }}"),
        random => Many(random.Next(51, 700), n => $"query Q{n} {{ viewer {{ id }} }}"),
        random => Many(random.Next(2, 700), _ => "query Q { viewer { id } }"),
        random => "{ __schema { types { fields { type { fields " + Nested("{ type { fields ", " }}", random.Next(1, 40), "{ name }") + " } } } } }",
        random => "{ organization(id: \"o\") { " + Nested("... on Organization { ", " }", random.Next(130, 900), "id") + " } }",
        random => "{ organization(id: \"o\") { " + Many(random.Next(2, 140), n => $"x: {(n % 2 == 0 ? "id" : "name")}") + " } }",
        random => "{ organization(id: \"o\") { " + Many(random.Next(2, 30), n => $"...F{n}") + " } } " + Many(30, n => $"fragment F{n} on Organization {{ x: {(n % 2 == 0 ? "id" : "name")} seats {{ fullTime {{ y: {(n % 2 == 0 ? "purchased" : "assigned")} }} }} }}"),
        random => "{ organization(id: \"" + new string('x', random.Next(1_000, 200_000)),
        random => "{ organization(id: \"\"\"" + new string('"', random.Next(4, 60_000) / 4 * 4),
        random => "{ organizations(first: " + new string('9', random.Next(20, 100_000)) + ") { totalCount } }",
        random => "#" + new string('x', random.Next(1_000, 200_000)),
        random => new string(' ', random.Next(1_000, 200_000)) + "{",
        random => "{ organization(id: \"" + Many(random.Next(1, 20_000), _ => "\\u0041") + "\\uD800\") { id } ",
        Noise,
        random => "{ " + Many(random.Next(1, 1_900), n => $"organization{n}") + " }",
        random => "{ organizations(first: 100) { nodes { invoices(first: 100) { nodes { lines { description } " + Many(random.Next(1, 200), _ => "number") + " } } } } }",
        random => "{ organizations(first: $n) { totalCount } " + Many(random.Next(1, 900), n => $"x{n}: viewer {{ id @skip(if: $v{n}) }}") + " }",
    ];

    public static int KindCount => Kinds.Length;

    /// <summary>The same seed makes the same document; every kind comes once in as many seeds as there are kinds.</summary>
    public static string Of(int seed) => Kinds[seed % Kinds.Length](new Random(seed));

    private static string Many(int times, Func<int, string> one)
    {
        var text = new StringBuilder();
        for (var number = 0; number < times; number++) text.Append(one(number)).Append(' ');
        return text.ToString();
    }

    private static string Nested(string open, string close, int times, string inside = "") =>
        new StringBuilder().Insert(0, open, times).Append(inside).Insert(0, "").Append(new StringBuilder().Insert(0, close, times)).ToString();

    /// <summary>Fragments of which each spreads the next, the last one ending as told.</summary>
    private static string Chain(int length, string each, string last)
    {
        var text = new StringBuilder("{ organization(id: \"o\") { ...F0 } }");
        for (var number = 0; number < length; number++)
        {
            var body = number == length - 1 ? last : string.Format(CultureInfo.InvariantCulture, each, "F" + (number + 1));
            text.Append(CultureInfo.InvariantCulture, $" fragment F{number} on Organization {{ {body} }}");
        }
        return text.ToString();
    }

    private static string Noise(Random random)
    {
        const string Letters = "{}()[]:!$@=|&\"\\#., \n\taF0-1.e...onquery\u00e9\u4e2d\ufeff";
        return "{ viewer { id } } ]" + Many(random.Next(10, 3_000), _ => Letters[random.Next(Letters.Length)].ToString());
    }
}
