// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.api.Registration;
import org.skerry.api.SwarmId;
import org.skerry.exchange.internal.serve.ServedSwarms;
import org.skerry.spi.session.Peering;

/** The swarms that this node is in, because of a share or a transfer, whether peering is there or not. */
public final class Memberships implements ServedSwarms {

    /**
     * Why one owner is in a swarm.
     *
     * @param seeking whether it looks for peers
     * @param whole whether all of the content is here
     */
    private record Stake(boolean seeking, boolean whole) {}

    private record Joined(Registration registration, boolean seeking) {}

    private final Map<SwarmId, Map<Object, Stake>> stakes = new HashMap<>();
    private final Map<SwarmId, Joined> joined = new HashMap<>();
    private Consumer<SwarmId> onEntered = swarm -> {};
    private @Nullable Peering peering;

    /** Hears of each swarm that this node comes to be in. */
    public void onEntered(Consumer<SwarmId> listener) {
        onEntered = listener;
    }

    /** Another peering, or none. Registrations of the one before go with it. */
    public void peering(Optional<Peering> next) {
        joined.values().forEach(it -> quietly(it.registration()));
        joined.clear();
        peering = next.orElse(null);
        new HashSet<>(stakes.keySet()).forEach(this::update);
    }

    /**
     * Asks who is in a swarm before its owner is on the loop: that wait would be a good part of the time in which near peers
     * answer. Any thread.
     *
     * @return to be closed on the loop, after the owner has entered
     */
    Registration ask(Optional<Peering> there, SwarmId swarm) {
        try {
            Registration joined =
                    there.<Registration>map(it -> it.join(swarm, true)).orElse(() -> {});
            return () -> quietly(joined);
        } catch (RuntimeException gone) {
            return () -> {};
        }
    }

    /** An owner is in a swarm. */
    void put(Object owner, SwarmId swarm, boolean seeking, boolean whole) {
        boolean entered = !contains(swarm);
        stakes.computeIfAbsent(swarm, it -> new HashMap<>()).put(owner, new Stake(seeking, whole));
        update(swarm);
        if (entered) {
            onEntered.accept(swarm);
        }
    }

    /** An owner is not in a swarm any more. @return whether no one is now */
    boolean remove(Object owner, SwarmId swarm) {
        Map<Object, Stake> owners = stakes.get(swarm);
        if (owners == null || owners.remove(owner) == null) {
            return false;
        }
        if (owners.isEmpty()) {
            stakes.remove(swarm);
        }
        update(swarm);
        return owners.isEmpty();
    }

    /** {@return all swarms that this node is in} */
    public Set<SwarmId> swarms() {
        return stakes.keySet();
    }

    @Override
    public boolean contains(SwarmId swarm) {
        return stakes.containsKey(swarm);
    }

    @Override
    public boolean whole(SwarmId swarm) {
        return stakes.getOrDefault(swarm, Map.of()).values().stream().anyMatch(Stake::whole);
    }

    private void update(SwarmId swarm) {
        if (peering == null) {
            return;
        }
        boolean wanted = stakes.containsKey(swarm);
        boolean seeking = stakes.getOrDefault(swarm, Map.of()).values().stream().anyMatch(Stake::seeking);
        Joined before = joined.get(swarm);
        if (wanted && (before == null || before.seeking() != seeking)) {
            joined.put(swarm, new Joined(peering.join(swarm, seeking), seeking));
        } else if (!wanted) {
            joined.remove(swarm);
        } else {
            return;
        }
        if (before != null) {
            // Only now, so that the swarm is not left for a moment.
            quietly(before.registration());
        }
    }

    private static void quietly(Registration registration) {
        try {
            registration.close();
        } catch (RuntimeException gone) {
            // The peering that gave it has gone.
            return;
        }
    }
}
