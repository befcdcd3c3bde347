// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.skerry.api.ContentLink;
import org.skerry.api.FetchOptions;
import org.skerry.api.Share;
import org.skerry.api.ShareOptions;
import org.skerry.api.Skerry;
import org.skerry.api.SkerryEvent;
import org.skerry.api.Transfer;
import org.skerry.base.loop.Crew;
import org.skerry.base.loop.Loop;
import org.skerry.base.loop.ManualCrew;
import org.skerry.base.loop.Workers;
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
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.store.ChunkStore;
import org.skerry.spi.sync.SyncStrategy;
import org.skerry.spi.transport.TransportProvider;
import org.skerry.sync.rarest.internal.RarestFirstStrategy;
import org.skerry.sync.sequential.internal.SequentialStrategy;
import org.skerry.testkit.disk.DiskOperation;
import org.skerry.testkit.disk.DiskTrouble;
import org.skerry.testkit.disk.FaultyDisk;
import org.skerry.testkit.sim.SeededSecureRandom;
import org.skerry.testkit.sim.SimChunkStore;
import org.skerry.testkit.sim.SimHost;
import org.skerry.testkit.sim.Simulation;

/**
 * A node through all its lives. Its floors 1 and 2 are the real ones; its disk is in memory and outlives it, so does its identity. What
 * it is told while it is down is an error of the test.
 */
public final class SimNode implements AutoCloseable {

    private static final long HEAP = 64L << 20;
    private static final String TRANSPORT = "sim";

    /** Where courses fetch to. */
    static final String FETCHED = "got";

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

    private final SimWorld world;
    private final String name;
    private final FaultyDisk disk;
    private final FileSystem below;
    private final Path home;
    private final Random power;
    private final SimChunkStore.Disk chunks = new SimChunkStore.Disk();
    private final Watch watch;
    private int lives;
    private boolean unsure;
    private @Nullable Life life;

    SimNode(SimWorld world, String name) {
        this.world = world;
        this.name = name;
        this.watch = new Watch(name, world::broken, world.simulation()::trace, () -> unsure);
        this.power = world.simulation().random(name + "/power");
        this.below = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setAttributeViews("basic", "owner", "posix", "unix")
                .setSupportedFeatures(
                        Feature.LINKS, Feature.SYMBOLIC_LINKS, Feature.SECURE_DIRECTORY_STREAM, Feature.FILE_CHANNEL)
                .setWorkingDirectory("/work")
                .setFileTimeSource(() -> FileTime.from(
                        Simulation.START.plusNanos(world.simulation().nanoTime())))
                .build());
        try {
            disk = FaultyDisk.around(below);
            home = Files.createDirectories(
                    disk.fileSystem().getPath("/home"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        disk.sync();
        world.simulation().invariant(this::goesDownWithItsPower);
    }

    /** What ends with the process. */
    private static final class Life {

        final SimHost host;
        final ManualCrew crew;
        final LocalIdentity identity;
        final Loop peeringLoop;
        final PeeringCore peering;
        final Loop exchangeLoop;
        final Exchange exchange;
        final LocalContents contents;
        TransportProvider transport;
        SignalingProvider signaling;
        SyncStrategy strategy;
        ChunkStore store;

        Life(SimNode node, SimHost host) throws IOException {
            this.host = host;
            this.crew = node.crew(host);
            identity = LocalIdentity.open(
                    node.home.resolve("identity"),
                    host.clock(),
                    new SeededSecureRandom(host.random("identity")),
                    SealKeyTerms.DEFAULT,
                    Runnable::run,
                    "");
            peeringLoop = crew.loop("peering", node::thrown);
            peering = new PeeringCore(peeringLoop, host.random("peering"), Limits.DEFAULT);
            transport = node.world.network().transport(host);
            signaling = node.world.network().signaling(host);
            strategy = Defaults.component(RarestFirstStrategy.class);
            store = new SimChunkStore(host, node.chunks);
            contents = node.contents(host);
            exchangeLoop = crew.loop("exchange", node::thrown);
            exchange = node.exchange(this);
        }
    }

    private void thrown(Throwable thrown) {
        if (!disk.isOff()) {
            throw new AssertionError("a task failed", thrown);
        }
    }

    private ManualCrew crew(SimHost host) {
        Random time = host.random("work");
        return new ManualCrew(host::loop, what -> Duration.ofNanos(10_000 + time.nextInt(200_000)));
    }

    private LocalContents contents(SimHost host) throws IOException {
        Crew own = crew(host);
        Settings settings = new Settings(2, 2, 8, 30, 1, true);
        return new LocalContents(
                home.resolve("content"),
                settings,
                home,
                folder -> new DiskRules(false, false),
                own,
                new SeededSecureRandom(host.random("content " + lives)));
    }

    private Exchange exchange(Life of) {
        Workers workers = of.crew.workers("exchange-worker", 2, this::thrown);
        ExchangeContext context =
                new ExchangeContext(of.exchangeLoop, workers, of.host.random("exchange " + lives), HEAP, EXCHANGE);
        return new Exchange(context, home.resolve("exchange"), List::of);
    }

    // ---- its lives

    /** Begins a life. */
    public void start() {
        if (life != null) {
            throw new IllegalStateException(name + " runs already");
        }
        lives++;
        world.simulation().trace(name + ": starts");
        SimHost host = world.simulation().host(name);
        try {
            Life next = new Life(this, host);
            life = next;
            next.peering.identity(next.identity);
            next.peering.envelopes(next.identity.envelopes());
            next.peering.addSignaling(next.signaling, SignalingProvider.SCOPE_LAN, 0);
            next.peering.addTransport(next.transport, TRANSPORT, 0);
            bind(next);
        } catch (IOException e) {
            host.crash();
            disk.processDies();
            if (!unsure) {
                throw new UncheckedIOException(e);
            }
            // As an operator would read it, who starts it again when the disk is well.
            world.simulation().trace(name + ": cannot start: " + e.getMessage());
        }
    }

    private void bind(Life to) {
        to.exchange.listen(event -> {
            if (!(event instanceof SkerryEvent.TransferProgress)) {
                world.simulation().trace(name + ": " + event);
            }
        });
        to.exchange.identity(to.identity);
        to.exchange.peering(to.peering);
        to.exchange.contents(watch.over(to.contents));
        to.exchange.addStore(to.store, 0, 1);
        to.exchange.addStrategy(to.strategy, "now", 0, 2);
        to.exchange.start();
    }

    /** Ends its life without warning, as {@code kill -9} does: what it has written stays. */
    public void crash() {
        Life last = now();
        life = null;
        last.host.crash();
        disk.processDies();
        release(last);
    }

    /** Ends its life by a loss of power: what it has not forced to its disk is there, in part, or not. */
    public void losePower() {
        Life last = now();
        world.simulation().trace(name + ": loses its power");
        life = null;
        last.host.crash();
        WholeFiles named = WholeFiles.in(seen(FETCHED));
        disk.losePower(power);
        chunks.losePower(world.simulation().nanoTime(), power);
        watch.losePower();
        release(last);
        if (watch.hasWhole()) {
            named.missingFrom(seen(FETCHED)).ifPresent(file -> world.broken(name + " had " + file + ", and lost it"));
        }
    }

    /** The same in the midst of what it does then. @param changes of its disk that are still done */
    public void losePowerAfter(int changes) {
        unsure = true;
        disk.offAfter(changes);
    }

    private void goesDownWithItsPower() {
        if (disk.isOff() && life != null) {
            losePower();
        }
    }

    /** Lets its disk fail calls from now on. */
    public void diskTrouble(DiskTrouble trouble) {
        unsure = true;
        disk.trouble(trouble);
        Path store = disk.fileSystem().getPath("/store");
        chunks.trouble(() -> trouble.strikes(DiskOperation.WRITE, store));
    }

    /** Leaves so many bytes free on its disk. */
    public void diskRoom(long free) {
        unsure = true;
        disk.room(disk.used() + free);
        chunks.room(chunks.used() + free);
    }

    /** Its disk has room, does what it is told, and has power. */
    public void diskIsWell() {
        disk.trouble(DiskTrouble.NONE);
        chunks.trouble(() -> false);
        disk.room(Long.MAX_VALUE);
        chunks.room(Long.MAX_VALUE);
        disk.offAfter(Long.MAX_VALUE);
    }

    private static void release(Life last) {
        try {
            last.identity.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends its life in good order; does nothing if it has none. */
    @Override
    public void close() {
        Life last = life;
        if (last == null) {
            return;
        }
        world.simulation().trace(name + ": stops");
        life = null;
        last.exchangeLoop.execute(last.exchange::close);
        world.advance(Duration.ofSeconds(1));
        last.peeringLoop.execute(last.peering::closeOnLoop);
        world.advance(Duration.ofSeconds(1));
        last.contents.close();
        world.advance(Duration.ofSeconds(2));
        last.crew.close();
        release(last);
    }

    /** {@return whether it runs} */
    public boolean running() {
        return life != null;
    }

    private Life now() {
        Life current = life;
        if (current == null) {
            throw new IllegalStateException(name + " is down");
        }
        return current;
    }

    // ---- what is done to it

    /** Replaces its transport: the old one closes. */
    public void replaceTransport() {
        world.simulation().trace(name + ": another transport");
        Life it = now();
        it.peering.removeTransport(it.transport);
        it.transport = world.network().transport(it.host);
        it.peering.addTransport(it.transport, TRANSPORT, 0);
    }

    /** Replaces its signaling. */
    public void replaceSignaling() {
        world.simulation().trace(name + ": another signaling");
        Life it = now();
        it.peering.removeSignaling(it.signaling);
        it.signaling = world.network().signaling(it.host);
        it.peering.addSignaling(it.signaling, SignalingProvider.SCOPE_LAN, 0);
    }

    /** Replaces its strategy by one of the other kind. */
    public void replaceStrategy() {
        world.simulation().trace(name + ": another strategy");
        Life it = now();
        it.exchange.removeStrategy(it.strategy);
        it.strategy = it.strategy instanceof RarestFirstStrategy
                ? Defaults.component(SequentialStrategy.class)
                : Defaults.component(RarestFirstStrategy.class);
        it.exchange.addStrategy(it.strategy, "now", 0, 2);
    }

    /** Replaces its chunk store by another one over the same disk. */
    public void replaceStore() {
        world.simulation().trace(name + ": another store");
        Life it = now();
        it.exchange.removeStore(it.store);
        it.store = new SimChunkStore(it.host, chunks);
        it.exchange.addStore(it.store, 0, 1);
    }

    /** Breaks all its links. */
    public void breakLinks() {
        world.network().breakLinks(now().host);
    }

    /** Sets its wall clock. @param ahead of the world's */
    public void clockIsOff(Duration ahead) {
        now().host.clockIsOff(ahead);
    }

    // ---- what it does

    /** {@return a folder on its disk} */
    public Path folder(String folder) {
        return disk.fileSystem().getPath("/work").resolve(folder);
    }

    /** {@return the same, past all trouble of its disk; to look at only} */
    public Path seen(String folder) {
        return below.getPath("/work").resolve(folder);
    }

    /** {@return what it offers to those who embed it} */
    public Skerry skerry() {
        return now().exchange;
    }

    /** Shares a folder, and waits until its link is known. */
    public ContentLink share(Path folder) {
        disk.sync(); // what is shared has been there for long
        var shared = skerry().share(List.of(folder), ShareOptions.DEFAULT).toCompletableFuture();
        if (!world.await(shared::isDone, Duration.ofMinutes(10))) {
            throw new AssertionError(name + " does not come to an end with sharing " + folder);
        }
        Share share = shared.join();
        return share.link();
    }

    /** Begins to fetch into a folder, or, without a secret, to cache. */
    public Transfer fetch(ContentLink link, String into) {
        return skerry().fetch(link, FetchOptions.into(folder(into)));
    }

    /** {@return its transfer, in whatever life; the last one if it was told again} */
    public Optional<Transfer> transfer() {
        return life == null ? Optional.empty() : skerry().transfers().stream().reduce((one, next) -> next);
    }

    /** {@return chunks that it has taken in, in all its lives} */
    public long chunksTaken() {
        return watch.chunks();
    }

    /** {@return its name} */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
