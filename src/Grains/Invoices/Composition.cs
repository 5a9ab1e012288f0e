using System.Collections.Frozen;
using System.Text;

namespace Billing.Grains.Invoices;

/// <summary>Joins a European letter and the mark after it into the one character that fonts draw well: some systems write "é" as two.
/// Needed because the program runs without the platform's own tables, which <c>string.Normalize</c> would use.</summary>
internal static class Composition
{
    /// <summary>By mark: letter and composed letter in turn.</summary>
    private static readonly Dictionary<char, string> Pairs = new()
    {
        ['\u0300'] = "AÀEÈIÌOÒUÙaàeèiìoòuùÜǛüǜЕЀИЍеѐиѝWẀwẁYỲyỳ",   // grave accent
        ['\u0301'] = "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘΑΆΕΈΗΉΙΊΟΌΥΎΩΏϊΐαάεέηήιίϋΰοόυύωώГЃКЌгѓкќWẂwẃ",   // acute accent
        ['\u0302'] = "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷ",   // circumflex accent
        ['\u0303'] = "AÃNÑOÕaãnñoõIĨiĩUŨuũ",   // tilde
        ['\u0304'] = "AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖ",   // macron
        ['\u0306'] = "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭУЎИЙийуў",   // breve
        ['\u0307'] = "CĊcċEĖeėGĠgġIİZŻzż",   // dot above
        ['\u0308'] = "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸΙΪΥΫιϊυϋЕЁІЇеёіїWẄwẅ",   // diaeresis
        ['\u030A'] = "AÅaåUŮuů",   // ring above
        ['\u030B'] = "OŐoőUŰuű",   // double acute accent
        ['\u030C'] = "CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚ",   // caron
        ['\u0326'] = "SȘsșTȚtț",   // comma below
        ['\u0327'] = "CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţ",   // cedilla
        ['\u0328'] = "AĄaąEĘeęIĮiįUŲuų",   // ogonek
    };

    private static readonly FrozenDictionary<(char Letter, char Mark), char> Composed = Pairs
        .SelectMany(mark => mark.Value.Chunk(2).Select(pair => (Key: (pair[0], mark.Key), Value: pair[1])))
        .ToFrozenDictionary(entry => entry.Key, entry => entry.Value);

    public static string Compose(string text)
    {
        if (!text.Any(Pairs.ContainsKey)) return text;
        var composed = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (composed.Length > 0 && Composed.TryGetValue((composed[^1], character), out var one)) composed[^1] = one;
            else composed.Append(character);
        }

        return composed.ToString();
    }
}
