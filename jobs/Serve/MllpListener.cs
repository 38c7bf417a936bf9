using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RegistryAnalytics.Etl.Intake.Posts;

namespace RegistryAnalytics.Jobs.Serve;

/// <summary>
/// Messages in MLLP frames over a connection that stays: the same way in as <c>POST /submissions</c>, on this machine only. The
/// protocol knows no keys, so a port stands for one sender, or for whoever MSH-4 names.
/// </summary>
public sealed class MllpListener(ServeOptions options, PostIntake intake, ILogger<MllpListener> log) : BackgroundService
{
    private const int MostConnections = 32;

    /// <summary>Longest time from the first to the last byte of a message.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<(TcpListener Listener, string Sender)> listeners = [];

    /// <summary>The ports that are listened on, in the order of the options.</summary>
    public IReadOnlyList<int> Ports => [.. listeners.Select(open => ((IPEndPoint)open.Listener.LocalEndpoint).Port)];

    /// <inheritdoc/>
    /// <exception cref="IOException">A port is in use.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (port, sender) in options.Mllp)
        {
            var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
            }
            catch (SocketException error)
            {
                throw new IOException($"Listening for MLLP on port {port} of this machine failed: {error.Message}. Stop the program that uses it, or give another port.", error);
            }
            listeners.Add((listener, sender));
        }
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var (listener, _) in listeners) listener.Dispose();
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(listeners.Select(open => Accept(open.Listener, open.Sender, stoppingToken)));

    private async Task Accept(TcpListener listener, string sender, CancellationToken stop)
    {
        using var places = new SemaphoreSlim(MostConnections);
        var open = new List<Task>();
        try
        {
            while (true)
            {
                await places.WaitAsync(stop);
                var client = await listener.AcceptTcpClientAsync(stop);
                open.RemoveAll(task => task.IsCompleted);
                open.Add(Converse(client, sender, places, stop));
            }
        }
        catch (Exception error) when (stop.IsCancellationRequested && error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // What was not answered was not taken; its sender sends it again.
            await Task.WhenAll(open);
        }
    }

    private async Task Converse(TcpClient client, string sender, SemaphoreSlim places, CancellationToken stop)
    {
        try
        {
            using var connection = client;
            client.NoDelay = true;
            await using var stream = client.GetStream();
            using var frames = new MllpFrames(stream, intake.Desk.Settings.LargestPost, Patience);
            while (await frames.Next(stop) is { } frame)
            {
                var answer = frame.IsTooLong ? intake.Desk.RefuseTooLong(frame.Length, sender) : (await intake.Desk.ReceiveAsync(frame.Message, sender)).Acknowledgement;
                await stream.WriteAsync(MllpFrames.Wrap(answer), stop);
            }
        }
        catch (OperationCanceledException)
        {
            log.LogInformation("An MLLP connection was closed: the server stops, or a message was begun and not ended in time.");
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            // Without an answer the sender knows that nothing was taken.
            log.LogWarning("An MLLP connection ended: {Reason}", error.Message);
        }
        finally
        {
            places.Release();
        }
    }
}
