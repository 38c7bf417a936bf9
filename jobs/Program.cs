return RegistryAnalytics.Jobs.CommandLine.Run(args);
