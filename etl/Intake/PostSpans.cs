namespace RegistryAnalytics.Etl.Intake;

/// <summary>
/// Where the posts in a file of posts begin and when each was received. Each is cut into messages alone, as it was when it was
/// answered: what one post leaves open must not run on into the next.
/// </summary>
sealed class PostSpans
{
    readonly List<(long Offset, DateTimeOffset ReceivedAt)> posts = [];

    internal void Add(long offset, DateTimeOffset receivedAt) => posts.Add((offset, receivedAt));

    /// <summary>The post in which a byte of the file lies.</summary>
    internal int At(long offset)
    {
        var (low, high) = (0, posts.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (posts[middle].Offset <= offset) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    /// <summary>Where a post ends, file offset.</summary>
    internal long EndOf(int post) => post + 1 < posts.Count ? posts[post + 1].Offset : long.MaxValue;

    internal DateTimeOffset ReceivedAt(int post) => posts[post].ReceivedAt;
}
