// SPDX-License-Identifier: Apache-2.0
package org.skerry.sync.sequential.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.skerry.base.sync.Lineup;
import org.skerry.spi.sync.Assignment;
import org.skerry.spi.sync.PeerView;
import org.skerry.spi.sync.SwarmView;
import org.skerry.spi.sync.SyncStrategy;
import org.skerry.spi.sync.Want;

/** Manifest pages first, then chunks in content order, each of the peer that would have sent it soonest. */
@Component(
        name = SequentialSettings.PID,
        configurationPid = SequentialSettings.PID,
        property = SyncStrategy.NAME + "=sequential")
@Designate(ocd = SequentialConfiguration.class)
public final class SequentialStrategy implements SyncStrategy {

    private final SequentialSettings settings;

    /**
     * Made by Declarative Services.
     *
     * @param configuration its configuration
     * @throws IllegalArgumentException naming the key that is wrong
     */
    @Activate
    public SequentialStrategy(SequentialConfiguration configuration) {
        this(SequentialSettings.of(configuration));
    }

    SequentialStrategy(SequentialSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<Assignment> next(SwarmView view, int budget) {
        Lineup lineup = new Lineup(view.peers());
        List<Assignment> answer = new ArrayList<>();
        assign(view, want -> want.urgent() && want.asked() == 0, lineup, budget, answer);
        assign(view, want -> !want.urgent() && want.asked() == 0, lineup, budget, answer);
        if (view.chunksMissing() <= settings.endgameChunks()) {
            assign(view, want -> want.asked() > 0, lineup, budget, answer);
        }
        return answer;
    }

    private static void assign(
            SwarmView view, Predicate<Want> which, Lineup lineup, int budget, List<Assignment> answer) {
        for (Want want : view.wants()) {
            if (answer.size() >= budget || lineup.isFull()) {
                return;
            }
            PeerView peer = which.test(want) ? lineup.choose(want) : null;
            if (peer != null) {
                answer.add(Assignment.of(want, peer));
            }
        }
    }
}
