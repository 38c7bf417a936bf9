using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("RegistryAnalytics.Tests.Jobs")]
