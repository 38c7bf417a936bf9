using RegistryAnalytics.Warehouse.Linkage;

namespace RegistryAnalytics.Tests.Warehouse.Linkage;

public sealed class LinkSettingsTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("link-settings").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Without_a_file_one_practice_answers_for_a_person() => Assert.Equal("one_to_one", LinkSettings.Read(folder).PracticePolicyName);

    [Fact]
    public void The_file_may_let_several_practices_answer()
    {
        Write("name,value\n# several homes\npractice_policy, one_to_many\n");
        Assert.Equal("one_to_many", LinkSettings.Read(folder).PracticePolicyName);
    }

    [Fact]
    public void Bridges_are_proposed_unless_the_file_says_merge()
    {
        Assert.Equal(BridgePolicy.Propose, LinkSettings.Read(folder).Bridges);
        Write("name,value\npractice_policy,one_to_many\nbridges,merge\n");
        Assert.Equal(new LinkSettings(PracticePolicy.OneToMany, BridgePolicy.Merge), LinkSettings.Read(folder));
    }

    [Theory]
    [InlineData("practice_policy,both\n", "line 1")]
    [InlineData("name,value\npolicy,one_to_one\n", "line 2")]
    public void What_is_not_known_is_named_by_its_line(string text, string where)
    {
        Write(text);
        Assert.Contains(where, Assert.Throws<InvalidDataException>(() => LinkSettings.Read(folder)).Message);
    }

    void Write(string text)
    {
        Directory.CreateDirectory(Path.Combine(folder, "settings"));
        File.WriteAllText(LinkSettings.File(folder), text);
    }
}
