using BenchmarkDotNet.Running;

// dotnet run -c Release --project bench/Pricing
BenchmarkRunner.Run<Billing.Bench.Pricing.PricingBenchmark>(args: args);
