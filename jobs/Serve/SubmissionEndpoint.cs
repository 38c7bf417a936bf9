using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using RegistryAnalytics.Etl.Intake.Posts;

namespace RegistryAnalytics.Jobs.Serve;

/// <summary>
/// <c>POST /submissions</c>: one HL7 message or one batch, answered with its acknowledgement once it is on the disk.
/// </summary>
/// <remarks>
/// 200 with the acknowledgement, whatever that says of the messages; 401 without a key or with an unknown one; 403 with a
/// revoked one; 413 too large; 415 not HL7 text by its header; 422 no message in it; 503 the disk refused it. Everything but a
/// 200 says that nothing was kept. Neither the answer to a refused post nor any log repeats what was sent.
/// </remarks>
public static class SubmissionEndpoint
{
    /// <summary>Media type of the answer.</summary>
    public const string MediaType = "application/hl7-v2";

    // Posts larger than this are read a few at a time, so that many senders of batches cannot fill the memory.
    private const int Large = 1 << 20;
    private const int LargeAtOnce = 4;

    private static readonly HashSet<string> Accepted = new(StringComparer.OrdinalIgnoreCase)
    {
        MediaType, "application/hl7-v2+er7", "x-application/hl7-v2+er7", "application/edi-hl7", "text/plain", "application/octet-stream",
    };

    /// <summary>Maps the way in.</summary>
    public static void MapSubmissions(this WebApplication app, PostIntake intake, ServeOptions options)
    {
        var keys = new SenderKeys(options.DataFolder);
        var large = new SemaphoreSlim(LargeAtOnce);
        app.MapPost("/submissions", context => Take(context, intake, keys, large));
    }

    private static async Task Take(HttpContext context, PostIntake intake, SenderKeys keys, SemaphoreSlim large)
    {
        var request = context.Request;
        // The limit is our own setting, kept below; the server's own would cut off who is still sending, before the answer is read.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
        var standing = KeyOf(request) is { } secret ? keys.Check(secret, out var key) : Nothing(out key);
        if (standing == KeyStanding.Unknown)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Refuse(context, StatusCodes.Status401Unauthorized, "A sender key is needed: Authorization: Bearer KEY.");
            return;
        }
        if (standing == KeyStanding.Revoked)
        {
            await Refuse(context, StatusCodes.Status403Forbidden, "This key was revoked; ask the registry for a new one.");
            return;
        }
        if (!IsHl7(request))
        {
            await Refuse(context, StatusCodes.Status415UnsupportedMediaType, $"Send HL7 v2 text as {MediaType}, not encoded otherwise.");
            return;
        }
        var desk = intake.Desk;
        var isLarge = request.ContentLength is not <= Large;
        if (isLarge) await large.WaitAsync(context.RequestAborted);
        try
        {
            if (await Read(context, desk.Settings.LargestPost) is not { } body) return;
            var answer = await desk.ReceiveAsync(body, key!.Sender);
            if (answer.Received == 0)
            {
                await Refuse(context, StatusCodes.Status422UnprocessableEntity, "There is no HL7 message in this: a message begins with MSH and its field separator, in UTF-8.");
                return;
            }
            context.Response.ContentType = MediaType + "; charset=utf-8";
            context.Response.ContentLength = answer.Acknowledgement.Length;
            await context.Response.Body.WriteAsync(answer.Acknowledgement, context.RequestAborted);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException && !context.RequestAborted.IsCancellationRequested)
        {
            intake.Report(error);
            await Refuse(context, StatusCodes.Status503ServiceUnavailable, "The submission could not be kept; send it again later.");
        }
        finally
        {
            if (isLarge) large.Release();
        }
    }

    private static string? KeyOf(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var given)
        && given.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) && given.Parameter is { Length: > 0 and <= 200 } secret ? secret : null;

    private static KeyStanding Nothing(out SenderKey? key)
    {
        key = null;
        return KeyStanding.Unknown;
    }

    private static bool IsHl7(HttpRequest request) =>
        (request.ContentType is null || MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType is { } media && Accepted.Contains(media))
        && (request.Headers.ContentEncoding.Count == 0 || request.Headers.ContentEncoding is ["identity"]);

    /// <summary>The body; null when it was refused and answered.</summary>
    private static async Task<byte[]?> Read(HttpContext context, int largest)
    {
        var words = string.Create(CultureInfo.InvariantCulture, $"A post may have {largest:N0} bytes; send a batch in several, or as a file.");
        if (context.Request.ContentLength > largest)
        {
            await RefuseUnread(context, StatusCodes.Status413PayloadTooLarge, words);
            return null;
        }
        try
        {
            using var body = new MemoryStream((int)(context.Request.ContentLength ?? 4096));
            var piece = ArrayPool<byte>.Shared.Rent(1 << 16);
            try
            {
                while (await context.Request.Body.ReadAsync(piece, context.RequestAborted) is > 0 and var n)
                {
                    if (body.Length + n > largest)
                    {
                        await RefuseUnread(context, StatusCodes.Status413PayloadTooLarge, words);
                        return null;
                    }
                    body.Write(piece, 0, n);
                }
            }
            finally
            {
                // It held a message: the next who rents it must not find one.
                ArrayPool<byte>.Shared.Return(piece, clearArray: true);
            }
            return body.Length == body.Capacity ? body.GetBuffer() : body.ToArray();
        }
        catch (BadHttpRequestException error)
        {
            await Refuse(context, error.StatusCode, $"The post could not be read to its end: {ReasonPhrases.GetReasonPhrase(error.StatusCode)}.");
        }
        return null;
    }

    // The rest of the body is still on its way. Closing the connection at once resets it, and a sender who is still sending would
    // lose the answer; leaving it open, the next post could fall into the close. So the answer says that the connection ends
    // after it, and the server throws the rest away for a few seconds (Kestrel's, as it does for any body not read).
    private static Task RefuseUnread(HttpContext context, int status, string words)
    {
        context.Response.Headers.Connection = "close";
        return Refuse(context, status, words);
    }

    private static Task Refuse(HttpContext context, int status, string words)
    {
        if (context.Response.HasStarted) return Task.CompletedTask;
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(words, context.RequestAborted);
    }
}
