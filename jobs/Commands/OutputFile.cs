namespace RegistryAnalytics.Jobs.Commands;

/// <summary>A file that a command was told to write.</summary>
static class OutputFile
{
    /// <summary>Opens it anew, with the folders on its way.</summary>
    /// <param name="option">Option that named it, for the words.</param>
    /// <exception cref="UsageException">It cannot be written there.</exception>
    internal static StreamWriter Open(FileInfo file, string option)
    {
        try
        {
            file.Directory!.Create();
            return new StreamWriter(file.FullName) { NewLine = "\n" };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Writing {file.FullName}: {error.Message} Name another file with {option}.");
        }
    }
}
