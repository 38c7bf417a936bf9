namespace RegistryAnalytics.Reports.Release;

/// <summary>One official document that was issued: a row of the disclosure log, and what a verification code is looked up in.</summary>
/// <param name="Kind">Catalogue name of the document.</param>
/// <param name="Digest">SHA-256 of the printed facts, hexadecimal.</param>
public sealed record IssuedDocument(string Code, string Kind, long PersonKey, DateTimeOffset At, string Digest, string Account, string? Recipient, string BuildId);
