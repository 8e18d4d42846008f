namespace OptaPS.EndToEnd.Tests;

/// <summary>The tests that share the environment of <see cref="FailureScenario"/>.</summary>
[CollectionDefinition(nameof(FailureScenario))]
public sealed class FailureCollection : ICollectionFixture<FailureScenario>;
