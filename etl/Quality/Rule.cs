using System.Text;

namespace RegistryAnalytics.Etl.Quality;

/// <summary>How grave a finding is. Off: the rule is not applied.</summary>
public enum Severity : byte { Off, Information, Warning, Error }

/// <summary>One thing a submission is held against.</summary>
/// <param name="Id">Lower case with dashes; stable, because severities are configured by it.</param>
/// <param name="Severity">Unless configured otherwise for the sender.</param>
/// <param name="Hl7Error">HL70357 code.</param>
/// <param name="ApplicationError">HL70533 code; 0 = none.</param>
/// <param name="Text">Plain words for the sender.</param>
public sealed record Rule(string Id, Severity Severity, int Hl7Error, int ApplicationError, string Text)
{
    /// <summary>Position in <see cref="RuleBook.All"/>.</summary>
    public int Index { get; internal set; } = -1;

    public ReadOnlyMemory<byte> IdUtf8 { get; } = Encoding.UTF8.GetBytes(Id);

    public ReadOnlyMemory<byte> TextUtf8 { get; } = Encoding.UTF8.GetBytes(Text);
}
