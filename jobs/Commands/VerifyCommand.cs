using System.CommandLine;
using System.Globalization;
using RegistryAnalytics.Jobs.Operations;
using RegistryAnalytics.Reports.Records;

namespace RegistryAnalytics.Jobs.Commands;

/// <summary><c>verify CODE</c>: whether this agency issued an official document under the code.</summary>
static class VerifyCommand
{
    internal static Command Create()
    {
        var code = new Argument<string>("CODE") { Description = "The verification code of a record or form" };
        var command = new Command("verify", "Checks the verification code of an official record or form") { code };
        command.SetAction(parsed =>
        {
            var answer = Check(CommandLine.DataFolder(parsed), parsed.GetRequiredValue(code));
            Console.WriteLine(answer.Words);
            return answer.IsIssued ? CommandLine.Done : CommandLine.DoneWithRejects;
        });
        return command;
    }

    /// <summary>The answer of command and service alike. It never says about whom the document is.</summary>
    internal static VerifyAnswer Check(string dataFolder, string code)
    {
        if (Jurisdiction.ReadKey(dataFolder) is not { } secret) return new(false, "No official document was ever issued here.", null, null, null);
        if (!VerificationCode.IsGenuine(secret, code)) return new(false, "Not genuine: this code was not made here.", null, null, null);
        if (AuditLog.Issued(dataFolder, VerificationCode.Normal(code)!) is not { } issued)
            return new(false, "The code was made here, but the log of issues does not hold it: ask the agency.", null, null, null);
        return new(true, string.Create(CultureInfo.InvariantCulture, $"Genuine: {(issued.Kind == "record" ? "an official immunization record" : "a school or child-care form")} issued on {issued.At.UtcDateTime:yyyy-MM-dd}. Content digest {issued.Digest[..16]}."), issued.Kind, issued.At, issued.Digest);
    }
}

/// <summary>What is told to whoever checks a code.</summary>
sealed record VerifyAnswer(bool IsIssued, string Words, string? Kind, DateTimeOffset? IssuedAt, string? Digest);
