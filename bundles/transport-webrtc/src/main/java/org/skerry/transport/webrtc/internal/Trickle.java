// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.skerry.base.loop.Cancellable;

/**
 * The candidates of this end on their way to the other one: those that are found within some milliseconds go together, none
 * before the description. Confined to the loop.
 */
final class Trickle {

    /** Most that are named in one negotiation. */
    static final int MOST = 64;

    private static final Duration BATCH = Duration.ofMillis(5);

    private final Room room;
    private final Consumer<SignalBody> emit;
    private final List<String> waiting = new ArrayList<>();
    private int named;
    private boolean begun;
    private @Nullable Cancellable posted;
    private boolean gathered;
    private boolean ended;

    /** @param emit sends a body to the other side */
    Trickle(Room room, Consumer<SignalBody> emit) {
        this.room = room;
        this.emit = emit;
    }

    /** {@return what has been found and may go with the description; what comes later follows it} */
    List<String> begin() {
        begun = true;
        if (gathered || waiting.size() > SignalBody.MAX_CANDIDATES) {
            post();
        }
        return take();
    }

    /** The library has found one. */
    void found(String candidate) {
        Optional<String> text = room.policy().named(candidate);
        if (text.isPresent() && named < MOST && !ended) {
            named++;
            waiting.add(text.get());
            post();
        }
    }

    /** There will be no more. */
    void gathered() {
        gathered = true;
        post();
    }

    /** {@return whether all is found and none of it could be named} */
    boolean hopeless() {
        return gathered && named == 0;
    }

    /** Says nothing any more. */
    void stop() {
        ended = true;
        if (posted != null) {
            posted.cancel();
        }
    }

    private void post() {
        if (begun && posted == null) {
            posted = room.loop().schedule(BATCH, () -> {
                posted = null;
                flush();
            });
        }
    }

    private void flush() {
        while (!ended && !waiting.isEmpty()) {
            emit.accept(new SignalBody.Candidates(take()));
        }
        if (gathered && !ended) {
            ended = true;
            emit.accept(new SignalBody.End());
        }
    }

    private List<String> take() {
        List<String> head = waiting.subList(0, Math.min(SignalBody.MAX_CANDIDATES, waiting.size()));
        List<String> taken = List.copyOf(head);
        head.clear();
        return taken;
    }
}
