using System.IO.Pipelines;
using System.Text;
using RegistryAnalytics.Etl.Intake.Posts;

namespace RegistryAnalytics.Tests.Etl.Intake;

public class MllpFrameTests
{
    static async Task<List<string>> Frames(byte[] bytes, int chunk, int largest = 100)
    {
        var pipe = new Pipe();
        var writing = Task.Run(async () =>
        {
            for (var at = 0; at < bytes.Length; at += chunk) await pipe.Writer.WriteAsync(bytes.AsMemory(at, Math.Min(chunk, bytes.Length - at)));
            await pipe.Writer.CompleteAsync();
        });
        using var frames = new MllpFrames(pipe.Reader.AsStream(), largest, TimeSpan.FromMinutes(1));
        var found = new List<string>();
        while (await frames.Next(CancellationToken.None) is { } frame) found.Add(frame.IsTooLong ? $"too long: {frame.Length}" : Encoding.UTF8.GetString(frame.Message));
        await writing;
        return found;
    }

    [Theory]
    [InlineData("\vone\u001c\r\vtwo\u001c\r", "one,two")]
    [InlineData("stray\vone\u001c\rbetween\vtwo\u001c", "one,two")]
    [InlineData("\vhalf\vwhole\u001c\r", "whole")]
    [InlineData("\vone\u001c\r\vhalf", "one")]
    [InlineData("\v\u001c\r", "")]
    [InlineData("\u001c\r\u001c", null)]
    [InlineData("\vMSH|a\rPID|b\r\u001c\r", "MSH|a\rPID|b\r")]
    public async Task Whole_frames_are_read_however_the_bytes_arrive(string sent, string? expected)
    {
        foreach (var chunk in new[] { 1, 2, 3, 1000 })
            Assert.Equal(expected is null ? [] : expected.Split(','), await Frames(Encoding.UTF8.GetBytes(sent), chunk));
    }

    [Fact]
    public async Task A_frame_that_is_too_long_is_passed_over_and_the_next_one_is_read() => Assert.Equal(
        ["too long: 101", "ok", new string('y', 100)],
        await Frames(Encoding.UTF8.GetBytes($"\v{new string('x', 101)}\u001c\r\vok\u001c\r\v{new string('y', 100)}\u001c\r"), 7));

    [Fact]
    public async Task A_frame_that_is_begun_and_not_ended_is_given_up_in_time()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("\vMSH|half"u8.ToArray());
        using var frames = new MllpFrames(pipe.Reader.AsStream(), 100, TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await frames.Next(CancellationToken.None));
    }
}
