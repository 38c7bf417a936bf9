namespace RegistryAnalytics.Warehouse.Linkage;

/// <summary>Every distinct clean text once, with what comparing needs to know about it. Number 0 stands for no text.</summary>
public sealed class TextPool
{
    readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    readonly List<string> texts = [""];
    readonly List<int> joined = [0];
    readonly List<int> nicknames = [-1];
    readonly List<uint> sounds = [0];
    readonly List<int[]?> words = [null];
    readonly List<uint> letters = [0];

    /// <summary>Number of texts, the empty one included.</summary>
    public int Count => texts.Count;

    /// <summary>The text of a number.</summary>
    public string this[int id] => texts[id];

    /// <summary>Number of the same name without blanks: OBRIEN SMITH and OBRIENSMITH share it. 0 for what is no name.</summary>
    public int Joined(int id) => joined[id];

    /// <summary>Number in the nickname list, of the first word; −1 where it has none.</summary>
    public int Nickname(int id) => nicknames[id];

    /// <summary>Hash of the phonetic key; 0 where there is none.</summary>
    public uint SoundOf(int id) => sounds[id];

    /// <summary>Which letters a name has, one bit each.</summary>
    public uint Letters(int id) => letters[id];

    /// <summary>Numbers of its words where there are several, else null.</summary>
    public int[]? Words(int id) => words[id];

    /// <summary>The number of a text; null and empty are 0.</summary>
    public int Intern(string? text)
    {
        if (string.IsNullOrEmpty(text)) return 0;
        if (ids.TryGetValue(text, out var id)) return id;
        id = texts.Count;
        ids.Add(text, id);
        texts.Add(text);
        joined.Add(0);
        words.Add(null);
        nicknames.Add(-1);
        sounds.Add(0);
        letters.Add(0);
        return id;
    }

    /// <summary>The number of a name, with what comparing names needs.</summary>
    public int InternName(string? name)
    {
        var id = Intern(name);
        if (id == 0 || joined[id] != 0) return id;
        var text = texts[id];
        var blank = text.IndexOf(' ');
        joined[id] = blank < 0 ? id : InternName(text.Replace(" ", ""));
        words[id] = blank < 0 ? null : text.Split(' ').Select(InternName).ToArray();
        nicknames[id] = Nicknames.IdOf(blank < 0 ? text : text[..blank]);
        sounds[id] = Hash(Sound.Key(text));
        foreach (var c in text)
            if (c is >= 'A' and <= 'Z') letters[id] |= 1u << (c - 'A');
        return id;
    }

    /// <summary>FNV-1a over the characters; 0 for an empty text. Ours, so that keys are the same on every machine and run.</summary>
    public static uint Hash(ReadOnlySpan<char> text)
    {
        if (text.Length == 0) return 0;
        var hash = 2166136261u;
        foreach (var c in text) hash = unchecked((hash ^ c) * 16777619u);
        return hash == 0 ? 1 : hash;
    }
}
