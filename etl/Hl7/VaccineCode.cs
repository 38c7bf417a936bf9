using RegistryAnalytics.Codes;

namespace RegistryAnalytics.Etl.Hl7;

/// <summary>What a two-triplet vaccine field names: CVX from either triplet, else by NDC, then CPT, then product text.</summary>
public ref struct VaccineCode
{
    /// <summary>The vaccine; null where nothing in the field is known.</summary>
    public CvxCode? Cvx;

    /// <summary>cvx, ndc, cpt or text.</summary>
    public ReadOnlySpan<byte> From;

    /// <summary>The CVX as sent, else the first code.</summary>
    public ReadOnlySpan<byte> Sent;
    public ReadOnlySpan<byte> System;
    public NdcCode? Ndc;
    public ReadOnlySpan<byte> NdcSent;
    public ReadOnlySpan<byte> CptSent;

    /// <summary>True where the CVX and the product code name different vaccines.</summary>
    public bool Disagrees;

    /// <summary>True where a code came without its coding system.</summary>
    public bool SystemMissing;

    public static VaccineCode Resolve(Field field, CodeBook codes)
    {
        var found = new VaccineCode();
        found.Take(field, 1, codes);
        found.Take(field, 4, codes);
        if (found.Cvx is not null)
        {
            found.From = "cvx"u8;
            // An unspecified CVX beside a product of its group is vague, not wrong.
            if (found.Ndc is { } ndc && ndc.CvxNumber != found.Cvx.Number)
                found.Disagrees = found.Cvx.Kind != CvxKind.Unspecified || codes.Cvx(ndc.CvxNumber) is not { } made || !codes.ShareGroup(found.Cvx, made);
            else if (found.Ndc is null && !found.CptSent.IsEmpty && codes.FromCpt(found.CptSent) is { } other && other != found.Cvx) found.Disagrees = true;
            return found;
        }
        if (found.Ndc is not null && codes.Cvx(found.Ndc.CvxNumber) is { } byNdc)
        {
            found.Cvx = byNdc;
            found.From = "ndc"u8;
            return found;
        }
        if (!found.CptSent.IsEmpty && codes.FromCpt(found.CptSent) is { } byCpt)
        {
            found.Cvx = byCpt;
            found.From = "cpt"u8;
            return found;
        }
        var text = field.Component(2);
        if (text.IsEmpty) text = field.Component(5);
        if (text.Length is > 0 and < 200 && codes.FromProduct(global::System.Text.Encoding.UTF8.GetString(text)) is { } byText)
        {
            found.Cvx = byText;
            found.From = "text"u8;
        }
        return found;
    }

    void Take(Field field, int first, CodeBook codes)
    {
        var code = field.Component(first);
        if (code.IsEmpty) return;
        var system = field.Component(first + 2);
        if (Sent.IsEmpty)
        {
            Sent = code;
            System = system;
        }
        if (system.IsEmpty) SystemMissing = true;
        if (IsCvx(system) || system.IsEmpty && code.Length <= 3)
        {
            Sent = code;
            System = system;
            Cvx ??= codes.Cvx(code);
        }
        else if (IsNdc(system) || system.IsEmpty && code.Length >= 10)
        {
            if (NdcSent.IsEmpty) NdcSent = code;
            Ndc ??= codes.Ndc(code);
        }
        else if (IsCpt(system) || system.IsEmpty && code.Length == 5)
        {
            if (CptSent.IsEmpty) CptSent = code;
        }
    }

    static bool IsCvx(ReadOnlySpan<byte> system) => system.SequenceEqual("CVX"u8) || system.SequenceEqual("HL70292"u8)
        || system.SequenceEqual("292"u8) || system.SequenceEqual("2.16.840.1.113883.12.292"u8) || system.SequenceEqual("cvx"u8);

    static bool IsNdc(ReadOnlySpan<byte> system) => system.SequenceEqual("NDC"u8) || system.SequenceEqual("ndc"u8)
        || system.SequenceEqual("2.16.840.1.113883.6.69"u8);

    static bool IsCpt(ReadOnlySpan<byte> system) => system.SequenceEqual("C4"u8) || system.SequenceEqual("CPT"u8) || system.SequenceEqual("CPT4"u8)
        || system.SequenceEqual("2.16.840.1.113883.6.12"u8);
}
