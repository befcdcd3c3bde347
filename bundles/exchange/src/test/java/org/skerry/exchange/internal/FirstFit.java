// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.skerry.spi.sync.Assignment;
import org.skerry.spi.sync.PeerView;
import org.skerry.spi.sync.SwarmView;
import org.skerry.spi.sync.SyncStrategy;
import org.skerry.spi.sync.Want;

/** Asks each chunk of the peer with the most room that has it, pages first. Counts its calls. */
final class FirstFit implements SyncStrategy {

    int calls;
    int assigned;

    @Override
    public List<Assignment> next(SwarmView view, int budget) {
        calls++;
        Map<PeerView, Long> room = new HashMap<>();
        view.peers().forEach(it -> room.put(it, it.room()));
        List<Assignment> out = new ArrayList<>();
        for (Want want : view.wants()) {
            if (out.size() >= budget) {
                break;
            }
            view.peers().stream()
                    .filter(it -> want.heldBy(it) && !want.askedOf(it) && room.get(it) >= want.length())
                    .max((a, b) -> Long.compare(room.get(a), room.get(b)))
                    .ifPresent(it -> {
                        room.merge(it, -(long) want.length(), Long::sum);
                        out.add(Assignment.of(want, it));
                    });
        }
        assigned += out.size();
        return out;
    }
}
