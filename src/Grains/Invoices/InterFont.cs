using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Billing.Grains.Invoices;

/// <summary>The typeface of invoices: Inter, under the SIL Open Font License 1.1. It covers Latin, Greek and Cyrillic.</summary>
internal static class InterFont
{
    private static readonly Lazy<FontFace> LazyRegular = new(() => new(Read("Inter-Regular.ttf")));
    private static readonly Lazy<FontFace> LazySemiBold = new(() => new(Read("Inter-SemiBold.ttf")));
    private static readonly Lazy<FontFace> LazyRegularFigures = new(() => new(TabularFigures.Of(Regular.File)));
    private static readonly Lazy<FontFace> LazySemiBoldFigures = new(() => new(TabularFigures.Of(SemiBold.File)));

    public static FontFace Regular => LazyRegular.Value;

    public static FontFace SemiBold => LazySemiBold.Value;

    /// <summary>With digits of one width.</summary>
    public static FontFace RegularFigures => LazyRegularFigures.Value;

    /// <summary>With digits of one width.</summary>
    public static FontFace SemiBoldFigures => LazySemiBoldFigures.Value;

    /// <summary>A file out of the package's library, which is looked into and never loaded. Its only resource is an index (its length,
    /// a version, a count, then name, offset and size of each file) and the files after it.</summary>
    internal static byte[] Read(string name)
    {
        using var library = typeof(InterFont).Assembly.GetManifestResourceStream("Invoices.Inter")
            ?? throw new InvalidOperationException("The font's package was not built in.");
        using var image = new PEReader(library);
        using var files = new BinaryReader(new MemoryStream(OnlyResource(image)), Encoding.UTF8);
        var start = files.ReadInt32() + sizeof(int);
        _ = files.ReadInt32();
        for (var left = files.ReadInt32(); left > 0; left--)
        {
            var found = files.ReadString() == "/Assets/" + name;
            var (offset, size) = (files.ReadInt32(), files.ReadInt32());
            if (!found) continue;
            files.BaseStream.Position = start + offset;
            return files.ReadBytes(size);
        }

        throw new InvalidOperationException($"The font's package has no {name}.");
    }

    private static byte[] OnlyResource(PEReader image)
    {
        var metadata = image.GetMetadataReader();
        var resource = metadata.GetManifestResource(metadata.ManifestResources.First());
        var section = image.GetSectionData(image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
        var start = checked((int)resource.Offset);
        var bytes = section.GetReader(start, section.Length - start);
        return bytes.ReadBytes(bytes.ReadInt32());
    }
}
