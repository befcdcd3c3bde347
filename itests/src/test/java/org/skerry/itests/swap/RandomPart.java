// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Any bundle that can be swapped is, at either node, at any moment, one after the other, and whether or not the last one has
 * been got over. System property {@code skerry.swap.seconds} says for how long, {@code skerry.swap.seed} repeats a choice.
 */
final class RandomPart implements Part {

    private static final int SECONDS = Boolean.getBoolean("skerry.ci") ? 60 : 20;
    private static final int UPDATED_OF_TEN = 6;
    private static final int MOST_AWAY_MILLIS = 300;
    private static final int MOST_BETWEEN_MILLIS = 600;

    private final List<String> bundles;
    private final long seed = Long.getLong("skerry.swap.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private int swaps;

    /** @param transports their names */
    RandomPart(List<String> transports) {
        Stream<String> providers = Stream.of(Bundles.STRATEGY, Bundles.STORE, Bundles.SIGNALING)
                .flatMap(it -> Stream.of(it.used(), it.other()));
        this.bundles = Stream.of(transports.stream().map(Bundles::transport), providers, Bundles.FLOORS.stream())
                .flatMap(it -> it)
                .toList();
    }

    /** {@return for how long} */
    static Duration length() {
        return Duration.ofSeconds(Long.getLong("skerry.swap.seconds", SECONDS));
    }

    @Override
    public void run(Pair pair, Fetches fetches, Figures figures) throws Exception {
        System.out.println("random swaps: -Dskerry.swap.seed=" + seed);
        Ledger ledger = new Ledger(pair, figures, "random swaps");
        Instant end = Instant.now().plus(length());
        swapUntil(end.minus(length().multipliedBy(3).dividedBy(4)), pair, fetches);
        fetches.flow().awaitSteady();
        Footprint before = pair.footprint();
        swapUntil(end, pair, fetches);
        fetches.flow().awaitSteady();
        Footprint after = pair.footprint();
        fetches.finish();
        figures.note(
                "random swaps of " + bundles.size() + " bundles at both nodes",
                swaps + " in " + length().toSeconds() + " s, seed " + seed);
        ledger.balances();
        after.isFlatAfter(before, figures, "random swaps");
    }

    private void swapUntil(Instant end, Pair pair, Fetches fetches) throws Exception {
        while (Instant.now().isBefore(end)) {
            fetches.flow();
            SwappedNode node = pair.both().get(random.nextInt(pair.both().size()));
            String bundle = bundles.get(random.nextInt(bundles.size()));
            if (random.nextInt(10) < UPDATED_OF_TEN) {
                node.update(bundle);
            } else {
                node.stop(bundle);
                pass(MOST_AWAY_MILLIS);
                node.start(bundle);
            }
            swaps++;
            pass(MOST_BETWEEN_MILLIS);
        }
    }

    private void pass(int mostMillis) {
        Duration time = Duration.ofMillis(random.nextInt(mostMillis) + 1L);
        await().pollDelay(time).atMost(time.plusSeconds(1)).until(() -> true);
    }
}
