// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.skerry.api.SkerryEvent;
import org.skerry.base.loop.Loop;
import org.skerry.base.loop.ManualCrew;
import org.skerry.content.internal.LocalContents;
import org.skerry.content.internal.disk.DiskRules;
import org.skerry.content.internal.work.Settings;
import org.skerry.exchange.internal.Exchange;
import org.skerry.exchange.internal.flow.ExchangeContext;
import org.skerry.exchange.internal.flow.ExchangeSettings;
import org.skerry.exchange.internal.flow.Throttle;
import org.skerry.identity.internal.LocalIdentity;
import org.skerry.identity.internal.SealKeyTerms;
import org.skerry.peering.internal.core.PeeringCore;
import org.skerry.peering.internal.node.Limits;
import org.skerry.spi.session.Peering;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.sync.SyncStrategy;
import org.skerry.spi.transport.TransportProvider;
import org.skerry.sync.rarest.internal.RarestFirstStrategy;
import org.skerry.sync.sequential.internal.SequentialStrategy;
import org.skerry.testkit.sim.SeededSecureRandom;
import org.skerry.testkit.sim.SimChunkStore;
import org.skerry.testkit.sim.SimHost;

/** A life of a node: all that ends with the process. Each part of it can be replaced, as the update of its bundle would. */
final class Life {

    private static final long HEAP = 64L << 20;
    private static final String TRANSPORT = "sim";
    private static final Duration FAREWELL = Duration.ofMillis(50);

    /** The defaults of {@code org.skerry.exchange}. */
    private static final ExchangeSettings EXCHANGE = new ExchangeSettings(
            2048,
            1024,
            32 << 20,
            16 << 20,
            1024,
            1 << 20,
            20_000,
            4 << 20,
            Duration.ofSeconds(20),
            8,
            Duration.ofMillis(250),
            1000,
            true,
            new ExchangeSettings.Caching(0, Duration.ofMinutes(10)),
            Throttle.Rates.NONE,
            Throttle.Rates.NONE);

    private final Surroundings around;
    private final String run;
    private final SimHost host;
    private int parts;
    private LocalIdentity identity;
    private PeeringPart peering;
    private ExchangePart exchange;
    private LocalContents contents;
    private TransportProvider transport;
    private SignalingProvider signaling;
    private SyncStrategy strategy;
    private ChunkStore store;

    private record PeeringPart(ManualCrew crew, Loop loop, PeeringCore core, Peering watched) {}

    private record ExchangePart(ManualCrew crew, Loop loop, Exchange exchange) {}

    /** Begins it. @param number which of the node's it is */
    Life(Surroundings around, SimHost host, int number) throws IOException {
        this.around = around;
        this.run = "life " + number;
        this.host = host;
        identity = newIdentity();
        transport = around.world().network().transport(host);
        signaling = around.world().network().signaling(host);
        strategy = Defaults.component(RarestFirstStrategy.class);
        store = new SimChunkStore(host, around.disk().chunks());
        contents = newContents();
        peering = newPeering();
        exchange = newExchange();
    }

    SimHost host() {
        return host;
    }

    Exchange exchange() {
        return exchange.exchange();
    }

    LocalIdentity identity() {
        return identity;
    }

    private void trace(String what) {
        around.world().simulation().trace(around.name() + ": " + what);
    }

    private void thrown(Throwable thrown) {
        if (!around.disk().isOff()) {
            throw new AssertionError("a task failed", thrown);
        }
    }

    private Random random(String purpose) {
        return host.random(purpose + " " + run + " " + parts++);
    }

    private ManualCrew crew() {
        Random time = random("work");
        return new ManualCrew(host::loop, what -> Duration.ofNanos(10_000 + time.nextInt(200_000)));
    }

    // ---- its parts

    private LocalIdentity newIdentity() throws IOException {
        return LocalIdentity.open(
                around.home().resolve("identity"),
                host.clock(),
                new SeededSecureRandom(host.random("identity")),
                SealKeyTerms.DEFAULT,
                Runnable::run,
                run);
    }

    private LocalContents newContents() throws IOException {
        Path home = around.home();
        Settings settings = new Settings(2, 2, 8, 30, 1, true);
        return new LocalContents(
                home.resolve("content"),
                settings,
                home,
                folder -> new DiskRules(false, false),
                crew(),
                new SeededSecureRandom(random("content")));
    }

    private PeeringPart newPeering() {
        ManualCrew crew = crew();
        Loop loop = crew.loop("peering", this::thrown);
        PeeringCore core = new PeeringCore(loop, random("peering"), Limits.DEFAULT);
        core.identity(identity);
        core.envelopes(identity.envelopes());
        core.addSignaling(signaling, SignalingProvider.SCOPE_LAN, 0);
        core.addTransport(transport, TRANSPORT, 0);
        return new PeeringPart(crew, loop, core, around.sessions().over(core));
    }

    private ExchangePart newExchange() {
        ManualCrew crew = crew();
        Loop loop = crew.loop("exchange", this::thrown);
        ExchangeContext context = new ExchangeContext(
                loop, crew.workers("exchange-worker", 2, this::thrown), random("exchange"), HEAP, EXCHANGE);
        Exchange fresh = new Exchange(context, around.home().resolve("exchange"), List::of);
        fresh.listen(event -> {
            if (!(event instanceof SkerryEvent.TransferProgress)) {
                trace(event.toString());
            }
        });
        fresh.identity(identity);
        fresh.peering(peering.watched());
        fresh.contents(around.watch().over(contents));
        fresh.addStore(store, 0, 1);
        fresh.addStrategy(strategy, "now", 0, 2);
        fresh.start();
        return new ExchangePart(crew, loop, fresh);
    }

    // ---- replacing them

    void replaceTransport() {
        trace("another transport");
        peering.core().removeTransport(transport);
        transport = around.world().network().transport(host);
        peering.core().addTransport(transport, TRANSPORT, 0);
    }

    void replaceSignaling() {
        trace("another signaling");
        peering.core().removeSignaling(signaling);
        signaling = around.world().network().signaling(host);
        peering.core().addSignaling(signaling, SignalingProvider.SCOPE_LAN, 0);
    }

    /** By one of the other kind. */
    void replaceStrategy() {
        trace("another strategy");
        exchange().removeStrategy(strategy);
        strategy = strategy instanceof RarestFirstStrategy
                ? Defaults.component(SequentialStrategy.class)
                : Defaults.component(RarestFirstStrategy.class);
        exchange().addStrategy(strategy, "now", 0, 2);
    }

    /** By another one over the same disk. */
    void replaceStore() {
        trace("another store");
        exchange().removeStore(store);
        store = new SimChunkStore(host, around.disk().chunks());
        exchange().addStore(store, 0, 1);
    }

    void replaceIdentity() throws IOException {
        trace("another identity bundle");
        peering.core().identity(null);
        peering.core().envelopes(null);
        identity.close();
        identity = newIdentity();
        peering.core().identity(identity);
        peering.core().envelopes(identity.envelopes());
        exchange().identity(identity);
    }

    void replacePeering() {
        trace("another peering");
        exchange().peering(null);
        endPeering();
        peering = newPeering();
        exchange().peering(peering.watched());
    }

    void replaceContents() throws IOException {
        trace("another content");
        exchange().contents(null);
        contents.close();
        contents = newContents();
        exchange().contents(around.watch().over(contents));
    }

    void replaceExchange() {
        trace("another exchange");
        endExchange();
        exchange = newExchange();
    }

    // ---- its end

    private void endPeering() {
        PeeringPart last = peering;
        last.core().stopHearing();
        afterwards(last.loop(), last.core()::closeOnLoop);
        last.crew().close();
    }

    private void endExchange() {
        ExchangePart last = exchange;
        afterwards(last.loop(), last.exchange()::close);
        last.crew().close();
    }

    /** Has something done on a loop, and waits for it as long as a component may take to stop. */
    private void afterwards(Loop loop, Runnable what) {
        AtomicBoolean done = new AtomicBoolean();
        loop.execute(() -> {
            what.run();
            loop.execute(() -> done.set(true)); // after what that has posted
        });
        around.world().await(done::get, FAREWELL);
    }

    /** Ends it in good order. */
    void end() {
        endExchange();
        endPeering();
        contents.close();
        release();
    }

    /** Lets go, in this process, of what a process that has died held. */
    void release() {
        try {
            identity.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
