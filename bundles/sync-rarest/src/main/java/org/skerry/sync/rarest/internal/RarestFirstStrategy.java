// SPDX-License-Identifier: Apache-2.0
package org.skerry.sync.rarest.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.skerry.base.sync.Lineup;
import org.skerry.spi.sync.Assignment;
import org.skerry.spi.sync.PeerView;
import org.skerry.spi.sync.SwarmView;
import org.skerry.spi.sync.SyncStrategy;
import org.skerry.spi.sync.Want;

/**
 * Manifest pages first; then a few chunks at random, so that a newcomer soon has something that others lack; then the rarest
 * first, with chance among those equally rare; and in the end what others are late with. Rarest first and random first are
 * as in B. Cohen, "Incentives Build Robustness in BitTorrent" (2003).
 */
@Component(name = RarestSettings.PID, configurationPid = RarestSettings.PID, property = SyncStrategy.NAME + "=rarest")
@Designate(ocd = RarestConfiguration.class)
public final class RarestFirstStrategy implements SyncStrategy {

    /** A key orders a want: 16 bits of rarity, 31 of chance, 16 of its index in the window. */
    private static final int INDEX_BITS = 16;

    private static final int CHANCE_BITS = 31;
    private static final int MOST_WANTS = 1 << INDEX_BITS;
    private static final long UNKNOWN_RARITY = (1 << 16) - 1;

    private final RarestSettings settings;

    /**
     * Made by Declarative Services.
     *
     * @param configuration its configuration
     * @throws IllegalArgumentException naming the key that is wrong
     */
    @Activate
    public RarestFirstStrategy(RarestConfiguration configuration) {
        this(RarestSettings.of(configuration));
    }

    RarestFirstStrategy(RarestSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<Assignment> next(SwarmView view, int budget) {
        List<Want> wants = view.wants();
        Lineup lineup = new Lineup(view.peers());
        List<Assignment> answer = new ArrayList<>();
        List<Want> late = new ArrayList<>();
        long[] keys = new long[Math.min(wants.size(), MOST_WANTS)];
        int count = 0;
        for (int i = 0; i < keys.length && answer.size() < budget; i++) {
            Want want = wants.get(i);
            if (want.asked() > 0) {
                late.add(want);
            } else if (want.urgent()) {
                assign(want, lineup, answer);
            } else {
                keys[count++] = key(want, i, view.random());
            }
        }
        moveRandomOnesToTheFront(keys, count, view);
        for (int i = 0; i < count && answer.size() < budget && !lineup.isFull(); i++) {
            assign(wants.get((int) (keys[i] & (MOST_WANTS - 1))), lineup, answer);
        }
        if (view.chunksMissing() <= settings.endgameChunks()) {
            for (int i = 0; i < late.size() && answer.size() < budget; i++) {
                assign(late.get(i), lineup, answer);
            }
        }
        return answer;
    }

    private static void assign(Want want, Lineup lineup, List<Assignment> answer) {
        PeerView peer = lineup.choose(want);
        if (peer != null) {
            answer.add(Assignment.of(want, peer));
        }
    }

    /** What nobody is known to have may be asked on the chance, after all that somebody has. */
    private static long key(Want want, int index, RandomGenerator random) {
        long rarity = want.rarity() <= 0 ? UNKNOWN_RARITY : Math.min(want.rarity(), UNKNOWN_RARITY - 1);
        long chance = random.nextInt() & Integer.MAX_VALUE;
        return (rarity << CHANCE_BITS | chance) << INDEX_BITS | index;
    }

    /** Sorts by rarity; the first chunks of all are picked at random. */
    private void moveRandomOnesToTheFront(long[] keys, int count, SwarmView view) {
        int picked = (int) Math.max(0, Math.min(count, settings.randomFirst() - view.chunksDone()));
        for (int i = 0; i < picked; i++) {
            int other = i + view.random().nextInt(count - i);
            long key = keys[i];
            keys[i] = keys[other];
            keys[other] = key;
        }
        Arrays.sort(keys, picked, count);
    }
}
