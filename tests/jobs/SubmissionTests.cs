using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RegistryAnalytics.DuckDb;
using RegistryAnalytics.Etl.Intake;
using RegistryAnalytics.Etl.Intake.Posts;
using RegistryAnalytics.Jobs.Serve;
using RegistryAnalytics.Staging;

namespace RegistryAnalytics.Tests.Jobs;

/// <summary><c>POST /submissions</c> and MLLP over real sockets.</summary>
public sealed class SubmissionTests : IAsyncLifetime
{
    readonly string data = Directory.CreateTempSubdirectory("registry-posts-").FullName;
    WebApplication app = null!;
    string key = "";

    public async Task InitializeAsync()
    {
        key = SenderKeys.Issue(data, "ALPHA", TimeProvider.System).Secret;
        await Start();
    }

    public async Task DisposeAsync()
    {
        await Stop();
        Directory.Delete(data, recursive: true);
    }

    async Task Start()
    {
        app = ServeHost.Build(new ServeOptions(data) { Urls = "http://127.0.0.1:0", RunsJobs = false, Mllp = [(0, ""), (0, "GAMMA")] });
        await app.StartAsync();
    }

    async Task Stop()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>Stops the server and takes in what it left: as a stop over night and a start in the morning.</summary>
    async Task<List<string>> Lake()
    {
        await Stop();
        using (var journal = Journal.OpenAt(data, TimeProvider.System)) journal.TakeIn();
        await Start();
        return Kept(data);
    }

    internal static List<string> Kept(string data)
    {
        var files = RegistryAnalytics.Etl.Intake.Lake.Batches(data).SelectMany(batch => batch.Paths("message")).ToList();
        if (files.Count == 0) return [];
        using var database = DuckDbDatabase.Open(":memory:");
        using var connection = database.Connect();
        return [.. connection.QueryRows($"select sender || ' ' || control_id from read_parquet([{string.Join(',', files.Select(file => $"'{file}'"))}], union_by_name = true) order by 1").Select(row => (string)row[0]!)];
    }

    internal static string Message(string id, string more = "") =>
        $"MSH|^~\\&|EHR|CLINIC|IIS|STATE|20260801101500-0500||VXU^V04^VXU_V04|{id}|P|2.5.1|||ER|AL|||||Z22^CDCPHINVS\rPID|1||P{id}^^^CLINIC^MR||Rivera^Ana^^^^^L||20240102|F\r{more}";

    HttpClient Client() => new() { BaseAddress = new Uri(app.Urls.First()) };

    HttpRequestMessage Post(HttpContent body, string? with = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/submissions") { Content = body };
        if ((with ?? key).Length > 0) request.Headers.Authorization = new("Bearer", with ?? key);
        return request;
    }

    static ByteArrayContent Hl7(string text, string type = "application/hl7-v2")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    [Fact]
    public async Task A_message_and_a_batch_are_answered_and_are_in_the_lake_after_a_stop()
    {
        using var client = Client();
        using var one = await client.SendAsync(Post(Hl7(Message("one"))));
        Assert.Equal(HttpStatusCode.OK, one.StatusCode);
        Assert.Equal("application/hl7-v2", one.Content.Headers.ContentType!.MediaType);
        Assert.Matches(@"^MSH\|[^\r]*\rMSA\|AA\|one\r", await one.Content.ReadAsStringAsync());
        using var batch = await client.SendAsync(Post(Hl7($"FHS|^~\\&\rBHS|^~\\&\r{Message("two")}{Message("three").Replace("|F\r", "|\r", StringComparison.Ordinal)}BTS|2\rFTS|1\r", "text/plain; charset=utf-8")));
        var answer = await batch.Content.ReadAsStringAsync();
        Assert.StartsWith("FHS|", answer, StringComparison.Ordinal);
        Assert.EndsWith("BTS|2\rFTS|1\r", answer, StringComparison.Ordinal);
        Assert.Contains("MSA|AA|two\r", answer, StringComparison.Ordinal);
        Assert.Contains("MSA|AE|three\rERR||PID^1^8", answer, StringComparison.Ordinal);
        Assert.Equal(["ALPHA one", "ALPHA three", "ALPHA two"], await Lake());
    }

    [Fact]
    public async Task What_is_refused_is_told_why_and_is_not_kept()
    {
        using var client = Client();
        var (revoked, secret) = SenderKeys.Issue(data, "BETA", TimeProvider.System);
        SenderKeys.Revoke(data, revoked.Id, TimeProvider.System);
        foreach (var (request, status) in new (HttpRequestMessage, int)[]
        {
            (Post(Hl7(Message("a")), ""), 401),
            (Post(Hl7(Message("a")), "rk_" + new string('A', 43)), 401),
            (Post(Hl7(Message("a")), secret), 403),
            (Post(Hl7(Message("a"), "application/json")), 415),
            (Post(Hl7(Message("a"), "application/x-www-form-urlencoded")), 415),
            (Post(Hl7("Rivera^Ana")), 422),
            (Post(Hl7("")), 422),
            (Post(new ByteArrayContent(Encoding.Unicode.GetBytes(Message("a")))), 422),
        })
        {
            using var answer = await client.SendAsync(request);
            var words = await answer.Content.ReadAsStringAsync();
            Assert.Equal((status, status == 401), ((int)answer.StatusCode, answer.Headers.WwwAuthenticate.Count > 0));
            Assert.True(words.Length > 20);
            Assert.DoesNotContain("Rivera", words, StringComparison.Ordinal);
            request.Dispose();
        }
        using var packed = Post(Hl7(Message("a")));
        packed.Content!.Headers.ContentEncoding.Add("gzip");
        using (var answer = await client.SendAsync(packed)) Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        using (var answer = await client.GetAsync("/submissions")) Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Empty(await Lake());
    }

    /// <summary>The limit is a setting. Many times, since a connection that closes too early is lost by chance.</summary>
    [Fact]
    public async Task What_is_too_large_is_refused_whether_or_not_its_length_was_told_also_to_a_sender_still_sending_and_the_next_post_is_taken()
    {
        Directory.CreateDirectory(Path.Combine(data, "settings"));
        File.WriteAllText(RegistryAnalytics.Etl.Intake.Lake.SettingsFile(data), """{ "largestPost": 5000 }""");
        await Stop();
        await Start();
        using var client = Client();
        for (var i = 0; i < 40; i++)
        {
            using var told = await client.SendAsync(Post(Hl7(Message("a", new string('x', i % 2 == 0 ? 6000 : 3_000_000)))));
            Assert.Equal((HttpStatusCode.RequestEntityTooLarge, true), (told.StatusCode, told.Headers.ConnectionClose ?? false));
            using var untold = Post(new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(Message("b", new string('x', i % 2 == 0 ? 100_000 : 3_000_000))))));
            untold.Headers.TransferEncodingChunked = true;
            using var answer = await client.SendAsync(untold);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
            using var small = await client.SendAsync(Post(Hl7(Message($"c{i:D2}"))));
            Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        }
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"ALPHA c{i:D2}"), await Lake());
    }

    [Fact]
    public async Task A_key_counts_from_its_issue_to_its_end_without_a_restart_and_over_one_connection()
    {
        using var client = Client();
        var (issued, secret) = SenderKeys.Issue(data, "DELTA", TimeProvider.System);
        for (var i = 0; i < 20; i++)
            using (var answer = await client.SendAsync(Post(Hl7(Message($"d{i:D2}")), secret))) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        SenderKeys.Revoke(data, issued.Id, TimeProvider.System);
        using (var answer = await client.SendAsync(Post(Hl7(Message("late")), secret))) Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"DELTA d{i:D2}"), await Lake());
    }

    [Fact]
    public async Task Framed_messages_over_one_connection_are_answered_in_order_and_half_a_frame_is_not_taken()
    {
        var port = app.Services.GetRequiredService<MllpListener>().Ports[0];
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            await using var stream = client.GetStream();
            for (var i = 0; i < 5; i++)
            {
                var frame = MllpFrames.Wrap(Encoding.UTF8.GetBytes(Message($"m{i}")));
                // In pieces, as a network may bring it.
                foreach (var piece in frame.Chunk(37)) await stream.WriteAsync(piece);
                Assert.Contains($"MSA|AA|m{i}\r", await Frame(stream), StringComparison.Ordinal);
            }
            await stream.WriteAsync(MllpFrames.Wrap("no message"u8));
            Assert.Contains("MSA|AE|UNKNOWN", await Frame(stream), StringComparison.Ordinal);
            await stream.WriteAsync(Encoding.UTF8.GetBytes("\v" + Message("half")));
        }
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, app.Services.GetRequiredService<MllpListener>().Ports[1]);
            await using var stream = client.GetStream();
            await stream.WriteAsync(MllpFrames.Wrap(Encoding.UTF8.GetBytes(Message("m9"))));
            Assert.Contains("MSA|AA|m9\r", await Frame(stream), StringComparison.Ordinal);
        }
        Assert.Equal(["CLINIC m0", "CLINIC m1", "CLINIC m2", "CLINIC m3", "CLINIC m4", "GAMMA m9"], await Lake());
    }

    [Fact]
    public async Task A_post_cut_off_by_its_sender_is_not_kept_and_the_server_goes_on()
    {
        var uri = new Uri(app.Urls.First());
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(uri.Host, uri.Port);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /submissions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Type: application/hl7-v2\r\nContent-Length: 9999\r\n\r\n{Message("cut")}"));
        }
        using var http = Client();
        using var answer = await http.SendAsync(Post(Hl7(Message("next"))));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["ALPHA next"], await Lake());
    }

    [Fact]
    public async Task A_second_server_over_the_same_data_folder_is_refused()
    {
        await using var second = ServeHost.Build(new ServeOptions(data) { Urls = "http://127.0.0.1:0", RunsJobs = false });
        await Assert.ThrowsAsync<DataLockedException>(() => second.StartAsync());
    }

    static async Task<string> Frame(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (bytes is not [.., 0x1C, (byte)'\r'])
        {
            Assert.Equal(1, await stream.ReadAsync(one, limit.Token));
            bytes.Add(one[0]);
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }
}
