// SPDX-License-Identifier: Apache-2.0
package com.example.skerry.frozen;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.skerry.api.PeerId;
import org.skerry.spi.sync.Assignment;
import org.skerry.spi.sync.PeerView;
import org.skerry.spi.sync.SwarmView;
import org.skerry.spi.sync.SyncStrategy;
import org.skerry.spi.sync.Want;

/** Each chunk in its turn, of the first peer that has it and has room. */
@Component(property = SyncStrategy.NAME + "=frozen")
public final class InOrder implements SyncStrategy {

    @Override
    public List<Assignment> next(SwarmView view, int budget) {
        Map<PeerId, Long> room = new HashMap<>();
        view.peers().forEach(peer -> room.put(peer.id(), peer.room()));
        List<Assignment> out = new ArrayList<>();
        for (Want want : view.wants()) {
            for (PeerView peer : view.peers()) {
                boolean free = want.asked() == 0 && want.heldBy(peer) && !want.askedOf(peer);
                if (free && room.get(peer.id()) >= want.length() && out.size() < budget) {
                    room.merge(peer.id(), (long) -want.length(), Long::sum);
                    out.add(Assignment.of(want, peer));
                    break;
                }
            }
        }
        return out;
    }
}
