// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.skerry.webrtc.host.HostStats;
import org.skerry.webrtc.host.RtcListener;
import org.skerry.webrtc.host.RtcSettings;

/**
 * The factories that work and those that drain. webrtc-java 0.14.0 leaks two JNI references, some 200 bytes, with each message
 * received, until the factory goes. So after a number of messages a factory takes no more connections, and asks for those that it
 * has to be replaced; after as many again it closes them. Confined to the native thread where not said otherwise.
 */
final class Factories implements AutoCloseable {

    private final HostSettings settings;
    private final NativeThread thread;
    private final Library library;
    private final CertificateCheck certificates = new CertificateCheck();
    private final List<NativeFactory> working = new ArrayList<>();
    private final List<NativeFactory> draining = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger kept = new AtomicInteger();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong rotations = new AtomicLong();
    private volatile boolean closed;

    Factories(HostSettings settings, NativeThread thread, Library library) {
        this.settings = settings;
        this.thread = thread;
        this.library = library;
    }

    /** {@return why it does not work here, if so. Any thread} */
    CompletionStage<Optional<String>> obstacle() {
        return thread.call(library::load);
    }

    /** Opens a connection; {@code onEnd} hears, on the native thread, when it has closed. Any thread. */
    NativeConnection open(RtcSettings wanted, RtcListener listener, Consumer<NativeConnection> onEnd) {
        NativeConnection connection = new NativeConnection(this, thread, wanted, listener, onEnd);
        thread.execute(connection::begin);
        return connection;
    }

    /** {@return what there is. Any thread} */
    HostStats stats() {
        return new HostStats(kept.get(), open.get(), messages.get(), rotations.get());
    }

    /**
     * Finds the factory for a connection, or makes one.
     *
     * @throws IllegalArgumentException if the settings are wrong
     * @throws IllegalStateException if the library does not work here, or the host has stopped
     */
    NativeFactory factoryFor(NativeConnection connection, RtcSettings wanted) {
        if (closed) {
            throw new IllegalStateException("the WebRTC host has stopped");
        }
        library.load().ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        certificates.check(wanted);
        Optional<NativeFactory> least = working.stream()
                .min(Comparator.comparingInt(it -> it.connections().size()));
        NativeFactory factory = least.filter(it -> it.connections().isEmpty() || working.size() >= settings.factories())
                .orElseGet(this::make);
        factory.connections().add(connection);
        open.incrementAndGet();
        return factory;
    }

    private NativeFactory make() {
        NativeFactory made = new NativeFactory();
        NetworkThreads.raise(settings.niceness());
        working.add(made);
        kept.incrementAndGet();
        return made;
    }

    /** A connection of it has received a message. Any thread. */
    void received(NativeFactory factory) {
        messages.incrementAndGet();
        long count = factory.received();
        if (count % settings.messagesPerFactory() == 0) {
            thread.execute(() -> wornOut(factory));
        }
    }

    private void wornOut(NativeFactory factory) {
        if (working.remove(factory)) {
            draining.add(factory);
            rotations.incrementAndGet();
            List.copyOf(factory.connections()).forEach(it -> it.retire("its factory is replaced"));
            disposeIfIdle(factory);
        } else if (draining.contains(factory)) {
            List.copyOf(factory.connections()).forEach(it -> it.end("nothing replaced it while its factory drained"));
        }
    }

    /** A connection of it has been closed. */
    void gone(NativeFactory factory, NativeConnection connection) {
        if (factory.connections().remove(connection)) {
            open.decrementAndGet();
            disposeIfIdle(factory);
        }
    }

    private void disposeIfIdle(NativeFactory factory) {
        if (factory.connections().isEmpty() && draining.remove(factory)) {
            factory.dispose();
            kept.decrementAndGet();
        }
    }

    /** Closes all connections, then all factories; returns when that is done. Any thread. */
    @Override
    public void close() {
        closed = true;
        thread.execute(() -> {
            draining.addAll(working);
            working.clear();
            for (NativeFactory factory : List.copyOf(draining)) {
                List.copyOf(factory.connections()).forEach(it -> it.end("the WebRTC host has stopped"));
                disposeIfIdle(factory);
            }
        });
        thread.close();
    }
}
