using System.Globalization;
using System.Reflection;
using RegistryAnalytics.Bench;

var all = typeof(BenchReport).Assembly.GetTypes()
    .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
    .Select(method => (Method: method, Bench: method.GetCustomAttribute<BenchAttribute>()))
    .Where(found => found.Bench is not null)
    .OrderBy(found => found.Bench!.Name, StringComparer.Ordinal)
    .ToArray();
var wanted = args.Where(arg => !arg.StartsWith('-')).ToArray();
var unknown = wanted.Except(all.Select(found => found.Bench!.Name)).ToArray();
if (unknown.Length > 0)
{
    Console.Error.WriteLine($"No benchmark is called {string.Join(", ", unknown)}. There are: {string.Join(", ", all.Select(found => found.Bench!.Name))}.");
    return 2;
}
foreach (var (method, bench) in all.Where(found => wanted.Length == 0 || wanted.Contains(found.Bench!.Name)))
{
    Console.WriteLine($"{bench!.Name}: {bench.What}");
    var report = new BenchReport();
    method.Invoke(null, [report]);
    Console.WriteLine(BenchText.Table(report));
    BenchText.Save(bench, report);
}
return 0;
