global using Latin = RegistryAnalytics.Codes.Latin;
