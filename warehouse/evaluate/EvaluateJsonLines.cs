using System.Buffers;
using System.Collections.Concurrent;
using RegistryAnalytics.Evaluation;

namespace RegistryAnalytics.Warehouse.Evaluate;

/// <param name="Lines">Lines answered, errors among them; blank lines are none.</param>
/// <param name="Errors">Lines that could not be read.</param>
public readonly record struct EvaluateLinesSummary(long Lines, long Errors);

/// <summary>Persons as JSON lines in, evaluations and forecasts as JSON lines out, in the same order.</summary>
/// <remarks>
/// Lines are cut into batches that are answered on all cores and written in the order read; at most twice as many batches as
/// workers are in memory. Shape of the lines: docs/evaluation/json-lines.md. Tests: tests/evaluation/JsonLines.
/// </remarks>
public static class EvaluateJsonLines
{
    const int BatchBytes = 64 * 1024;

    /// <summary>Answers every line of a stream.</summary>
    /// <param name="input">UTF-8, one JSON object a line; read to its end, not closed.</param>
    /// <param name="output">Gets one JSON object a line; flushed, not closed.</param>
    /// <param name="defaultAsOf">Assessment date of lines that name none; null: such lines are errors.</param>
    /// <param name="workers">Batches in work at a time, 1 or more; null: one a core.</param>
    /// <exception cref="IOException">The input cannot be read or the output not written.</exception>
    public static EvaluateLinesSummary Run(
        Stream input, Stream output, ScheduleByDate schedules, DateOnly? defaultAsOf = null, int? workers = null, CancellationToken cancel = default)
    {
        var count = Math.Max(1, workers ?? Environment.ProcessorCount);
        var idle = new ConcurrentBag<LineEvaluator>();
        var buffers = new ConcurrentBag<ArrayBufferWriter<byte>>();
        var batches = new Queue<Task<Answers>>();
        long lines = 0, errors = 0;
        foreach (var batch in LineBatches.Read(input, BatchBytes))
        {
            cancel.ThrowIfCancellationRequested();
            batches.Enqueue(Task.Run(() => Answer(batch, idle, buffers, schedules, defaultAsOf), cancel));
            if (batches.Count >= 2 * count)
                Write(batches.Dequeue());
        }
        while (batches.TryDequeue(out var next))
            Write(next);
        output.Flush();
        return new(lines, errors);

        void Write(Task<Answers> task)
        {
            var answers = task.GetAwaiter().GetResult();
            output.Write(answers.Bytes.WrittenSpan);
            lines += answers.Lines;
            errors += answers.Errors;
            answers.Bytes.ResetWrittenCount();
            buffers.Add(answers.Bytes);
        }
    }

    readonly record struct Answers(ArrayBufferWriter<byte> Bytes, long Lines, long Errors);

    static Answers Answer(
        ReadOnlyMemory<byte> batch, ConcurrentBag<LineEvaluator> idle, ConcurrentBag<ArrayBufferWriter<byte>> buffers,
        ScheduleByDate schedules, DateOnly? defaultAsOf)
    {
        if (!idle.TryTake(out var evaluator))
            evaluator = new LineEvaluator(schedules, defaultAsOf);
        if (!buffers.TryTake(out var bytes))
            bytes = new ArrayBufferWriter<byte>(BatchBytes * 8);
        long lines = 0, errors = 0;
        var rest = batch.Span;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = (end < 0 ? rest : rest[..end]).Trim(" \t\r"u8);
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (line.IsEmpty)
                continue;
            lines++;
            if (!evaluator.Answer(line, out var answered))
                errors++;
            bytes.Write(answered);
            bytes.Write("\n"u8);
        }
        idle.Add(evaluator);
        return new(bytes, lines, errors);
    }
}
