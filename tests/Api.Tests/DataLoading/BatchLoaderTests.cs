using Billing.Api.DataLoading;

namespace Billing.Api.Tests.DataLoading;

public sealed class BatchLoaderTests
{
    private readonly List<string> asked = [];
    private readonly BatchLoader<string, int> lengths;

    public BatchLoaderTests() => lengths = new(
        (keys, _) =>
        {
            asked.Add(string.Join(' ', keys));
            return Task.FromResult<IReadOnlyDictionary<string, int>>(keys.Where(key => key != "none").ToDictionary(key => key, key => key.Length));
        },
        missing: -1);

    [Fact]
    public async Task All_keys_until_the_first_answer_is_wanted_are_asked_for_at_once_and_each_once()
    {
        var (one, three, again, none) = (lengths.Load("a"), lengths.Load("abc"), lengths.Load("a"), lengths.Load("none"));

        Assert.Equal((1, 3, 1, -1), (await one.GetResultAsync(), await three.GetResultAsync(), await again.GetResultAsync(), await none.GetResultAsync()));
        Assert.Equal(["a abc none"], asked);
    }

    [Fact]
    public async Task Keys_that_come_later_are_a_batch_of_their_own()
    {
        var early = lengths.Load("a");
        await early.GetResultAsync();
        var late = lengths.Load("ab");

        Assert.Equal((2, 1), (await late.GetResultAsync(), await early.GetResultAsync()));
        Assert.Equal(["a", "ab"], asked);
    }

    [Fact]
    public async Task A_failed_question_fails_each_that_asked()
    {
        var failing = new BatchLoader<string, int>((_, _) => throw new InvalidOperationException("gone"), missing: 0);
        var (one, two) = (failing.Load("a"), failing.Load("b"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => one.GetResultAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => two.GetResultAsync());
    }
}
