using Billing.Domain.Organizations;

namespace Billing.Domain.Tests.Architecture;

public class ReferenceTests
{
    [Fact]
    public void Domain_references_nothing_but_the_base_library_and_NodaTime() =>
        Assert.DoesNotContain(
            typeof(OrganizationRules).Assembly.GetReferencedAssemblies().Select(name => name.Name!),
            name => name != "NodaTime" && name != "netstandard" && !IsOfTheBaseLibrary(name));

    private static bool IsOfTheBaseLibrary(string name) =>
        Path.GetDirectoryName(typeof(object).Assembly.Location) is { } folder && File.Exists(Path.Combine(folder, name + ".dll"))
        && !name.StartsWith("Microsoft.Extensions", StringComparison.Ordinal) && !name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal);
}
