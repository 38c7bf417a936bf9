namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Telephones, mail addresses and identifiers made comparable. Pure functions.</summary>
public static class ContactCleaner
{
    /// <summary>The last ten digits; null where fewer than seven remain or the number is a filler (one digit repeated, 5555555, 1234567).</summary>
    public static string? Phone(string? raw)
    {
        if (string.IsNullOrEmpty(raw)) return null;
        Span<char> digits = stackalloc char[Math.Min(raw.Length, 64)];
        var n = 0;
        foreach (var c in raw.AsSpan(0, Math.Min(raw.Length, 64)))
            if (char.IsAsciiDigit(c)) digits[n++] = c;
        if (n < 7) return null;
        var number = n > 10 ? digits[(n - 10)..n] : digits[..n];
        var local = number[^7..];
        return IsFiller(local) || local.SequenceEqual("1234567") ? null : number.ToString();
    }

    /// <summary>Lower case, trimmed; null without an @ or with a filler before it.</summary>
    public static string? Email(string? raw)
    {
        var mail = raw?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(mail)) return null;
        var at = mail.IndexOf('@');
        if (at <= 0 || at == mail.Length - 1) return null;
        return mail.AsSpan(0, at) is "none" or "noemail" or "na" or "unknown" or "declined" or "refused" or "test" ? null : mail;
    }

    /// <summary>Letters and digits of an identifier, upper case; null where it is empty or one character repeated.</summary>
    public static string? Identifier(string? raw)
    {
        if (string.IsNullOrEmpty(raw)) return null;
        Span<char> kept = stackalloc char[Math.Min(raw.Length, 64)];
        var n = 0;
        foreach (var c in raw.AsSpan(0, Math.Min(raw.Length, 64)))
            if (char.IsLetterOrDigit(c)) kept[n++] = char.ToUpperInvariant(c);
        return n == 0 || n > 2 && IsFiller(kept[..n]) ? null : kept[..n].ToString();
    }

    static bool IsFiller(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (c != text[0]) return false;
        return true;
    }
}
