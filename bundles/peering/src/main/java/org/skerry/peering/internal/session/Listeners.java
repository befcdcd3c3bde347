// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.skerry.peering.internal.node.Node;
import org.skerry.spi.session.SessionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who listen to sessions. What one throws is logged and reaches no one else. Confined to the loop. */
public final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final Node node;
    private final List<SessionListener> listeners = new ArrayList<>();

    /** No one listens yet. */
    public Listeners(Node node) {
        this.node = node;
    }

    /** One more listens. */
    public void add(SessionListener listener) {
        listeners.add(listener);
    }

    /** One listens no more. */
    public void remove(SessionListener listener) {
        listeners.remove(listener);
    }

    /** Whether no one listens. */
    public boolean isEmpty() {
        return listeners.isEmpty();
    }

    /** Calls each. */
    public void each(Consumer<SessionListener> call) {
        for (SessionListener listener : List.copyOf(listeners)) {
            one(listener, call);
        }
    }

    /** Calls one. */
    public void one(SessionListener listener, Consumer<SessionListener> call) {
        try {
            call.accept(listener);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            LOG.warn("{}: a session listener failed", node.label(), e);
        }
    }
}
