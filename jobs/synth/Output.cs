using System.Globalization;
using System.Text;

namespace RegistryAnalytics.Synth;

/// <summary>The files of a state: appended block by block, in order, each through one buffer.</summary>
sealed class Output : IDisposable
{
    readonly World world;
    readonly string folder;
    readonly FileStream[] feeds;
    readonly Batch[] batches;
    readonly string stamp;

    internal long Bytes { get; private set; }

    sealed class Batch
    {
        internal FileStream? Stream;
        internal int Files, Messages;
    }

    internal Output(World world, string folder)
    {
        (this.world, this.folder) = (world, folder);
        stamp = world.Options.AsOf.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + "165900-0700";
        feeds = [.. Feeds.All.Select(feed =>
        {
            var stream = Create(feed.Path);
            Write(stream, Encoding.UTF8.GetBytes(feed.Header + "\n"));
            return stream;
        })];
        batches = [.. world.Senders.Select(_ => new Batch())];
    }

    internal void Append(Block block)
    {
        for (var i = 0; i < feeds.Length; i++) Write(feeds[i], block.Csv[i].Written);
        for (var i = 0; i < batches.Length; i++)
        {
            if (block.Hl7[i].Length == 0) continue;
            var (batch, sender) = (batches[i], world.Senders[i]);
            if (batch.Stream is { } full && full.Position >= world.Options.MaxFileBytes) Close(batch, sender);
            if (batch.Stream is null) Open(batch, sender);
            Write(batch.Stream!, block.Hl7[i].Written);
            batch.Messages += block.Hl7[i].Count;
        }
    }

    /// <summary>Ends the batches and writes the files that need the whole state.</summary>
    internal void Finish(Sums sums)
    {
        for (var i = 0; i < batches.Length; i++)
            if (batches[i].Stream is not null) Close(batches[i], world.Senders[i]);
        Whole("submissions/census/population.csv", sums.Census.Write);
        Whole("submissions/registry/shipments.csv", sums.Stock.WriteShipments);
        Whole("submissions/registry/inventory.csv", sums.Stock.WriteInventory);
        Whole("submissions/registry/visits.csv", sums.Stock.WriteVisits);
        Whole("truth/enrolment.csv", sums.Tally.WriteEnrolment);
        Whole("truth/coverage.csv", sums.Tally.WriteCoverage);
        Whole("submissions/registry/practices.csv", text =>
        {
            text.Write("practice_id,name,pin,type,county_fips,parent_id,opened,closed\n");
            foreach (var practice in world.Practices)
                text.Write($"{Text(practice.Id)},{Text(practice.Name)},{Text(practice.Pin)},{Text(practice.Type)},{Text(world.Counties[practice.County].Fips)},{Text(practice.ParentId)},{Date(practice.Opened)},{(practice.Closed == int.MaxValue ? "" : Date(practice.Closed))}\n");
        });
        var flatSender = world.Senders.First(sender => sender.Kind == SenderKind.FlatFile);
        foreach (var (name, sender) in new[] { ("flat", Text(flatSender.Code)), ("vital", "VITAL"), ("plan", "PLAN"), ("wic", "WIC"), ("census", "CENSUS"), ("registry", "REGISTRY") })
            Whole($"submissions/{name}/submission.json", text => text.Write($"{{\n  \"sender\": \"{sender}\",\n  \"facility\": \"{sender}\",\n  \"submitted\": \"{world.Options.AsOf:yyyy-MM-dd}T16:59:00-07:00\"\n}}\n"));
    }

    static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);

    static string Date(int day) => DateOnly.FromDayNumber(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    void Whole(string path, Action<TextWriter> write)
    {
        using var stream = Create(path);
        using (var text = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true)) write(text);
        Bytes += stream.Length;
    }

    void Open(Batch batch, Sender sender)
    {
        batch.Files++;
        batch.Messages = 0;
        batch.Stream = Create(string.Create(CultureInfo.InvariantCulture, $"submissions/hl7/{Text(sender.Code)}/{Text(sender.Code)}-{batch.Files:0000}.hl7"));
        var end = Text(sender.LineEnd);
        var registry = world.State.Postal + "IIS";
        Write(batch.Stream, Encoding.UTF8.GetBytes($@"FHS|^~\&|{Text(sender.Code)}EHR|{Text(sender.Code)}|{registry}|{registry}|{stamp}{end}BHS|^~\&|{Text(sender.Code)}EHR|{Text(sender.Code)}|{registry}|{registry}|{stamp}{end}"));
    }

    void Close(Batch batch, Sender sender)
    {
        var end = Text(sender.LineEnd);
        Write(batch.Stream!, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"BTS|{batch.Messages}{end}FTS|1{end}")));
        batch.Stream!.Dispose();
        batch.Stream = null;
    }

    FileStream Create(string path)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return new FileStream(full, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
    }

    void Write(FileStream to, ReadOnlySpan<byte> bytes)
    {
        to.Write(bytes);
        Bytes += bytes.Length;
    }

    public void Dispose()
    {
        foreach (var feed in feeds) feed.Dispose();
        foreach (var batch in batches) batch.Stream?.Dispose();
    }
}
