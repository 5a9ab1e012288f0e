namespace Billing.Grains.Events;

/// <summary>Bounds of what is kept for live readers, and how often the journal is asked without being told to.</summary>
public sealed record EventHubOptions
{
    /// <summary>Events of one topic kept at hand. What is older is read from the journal.</summary>
    public int Recent { get; init; } = 64;

    /// <summary>Events that may be committed while a reader that had caught up takes none.</summary>
    public long MostBehind { get; init; } = 10_000;

    /// <summary>The feed is read this often though nobody rang: what other processes wrote is found even where no ring came through.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The same while the doorbell is unwell.</summary>
    public TimeSpan PollUnwell { get; init; } = TimeSpan.FromSeconds(2);
}
