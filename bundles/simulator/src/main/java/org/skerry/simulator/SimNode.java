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
import org.skerry.api.PeerId;
import org.skerry.api.Share;
import org.skerry.api.ShareOptions;
import org.skerry.api.Skerry;
import org.skerry.api.Transfer;
import org.skerry.exchange.internal.peer.PeerFlow;
import org.skerry.testkit.sim.SimChunkStore;
import org.skerry.testkit.sim.SimHost;
import org.skerry.testkit.sim.Simulation;

/**
 * A node through all its lives. Its floors 1 and 2 are the real ones; its disk is in memory and outlives it, so does its identity. What
 * it is told while it is down is an error of the test.
 */
public final class SimNode implements AutoCloseable {

    /** What of a node can be replaced while it runs. */
    public enum Part {
        /** The transport: the old one closes. */
        TRANSPORT,
        /** The signaling. */
        SIGNALING,
        /** The sync strategy, by one of the other kind. */
        STRATEGY,
        /** The chunk store, by another one over the same disk. */
        STORE,
        /** Keys and envelopes. */
        IDENTITY,
        /** Peering, with all sessions. */
        PEERING,
        /** Content: shares and fetches are opened again. */
        CONTENT,
        /** The exchange: transfers are taken up again from the journal. */
        EXCHANGE
    }

    private final SimWorld world;
    private final String name;
    private final FileSystem disk;
    private final Surroundings around;
    private final Watch watch;
    private int lives;
    private @Nullable PeerId id;
    private @Nullable Hostility hostility;
    private @Nullable Life life;

    SimNode(SimWorld world, String name) {
        this.world = world;
        this.name = name;
        this.watch = new Watch(name, world::broken, world.simulation()::trace);
        this.disk = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setAttributeViews("basic", "owner", "posix", "unix")
                .setSupportedFeatures(
                        Feature.LINKS, Feature.SYMBOLIC_LINKS, Feature.SECURE_DIRECTORY_STREAM, Feature.FILE_CHANNEL)
                .setWorkingDirectory("/work")
                .setFileTimeSource(() -> FileTime.from(
                        Simulation.START.plusNanos(world.simulation().nanoTime())))
                .build());
        try {
            Path home = Files.createDirectories(
                    disk.getPath("/home"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            SessionWatch sessions =
                    new SessionWatch(name, it -> honest() && world.honest(it), world::isCalm, world::broken);
            around = new Surroundings(world, name, home, new SimChunkStore.Disk(), watch, sessions);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- its lives

    /** Begins a life. */
    public void start() {
        if (life != null) {
            throw new IllegalStateException(name + " runs already");
        }
        lives++;
        world.simulation().trace(name + ": starts");
        try {
            Life next = new Life(around, lives);
            life = next;
            id = next.identity().self();
            if (hostility != null) {
                tamper(next, hostility);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends its life without warning. */
    public void crash() {
        Life last = now();
        life = null;
        last.crash();
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
        last.end();
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

    /** Replaces a part of it while it runs, as the update of its bundle would. */
    public void replace(Part part) {
        try {
            Life it = now();
            switch (part) {
                case TRANSPORT -> it.replaceTransport();
                case SIGNALING -> it.replaceSignaling();
                case STRATEGY -> it.replaceStrategy();
                case STORE -> it.replaceStore();
                case IDENTITY -> it.replaceIdentity();
                case PEERING -> it.replacePeering();
                case CONTENT -> it.replaceContents();
                case EXCHANGE -> it.replaceExchange();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on, in all its lives, it does not keep to the protocol. */
    public void turn(Hostility how) {
        world.simulation().trace(name + ": turns hostile: " + how);
        hostility = how;
        if (life != null) {
            tamper(life, how);
        }
    }

    private void tamper(Life it, Hostility how) {
        Random random = world.simulation().random(name + " " + how);
        world.network().tamper(it.host(), () -> how.tampering(random));
    }

    /** {@return whether it keeps to the protocol} */
    public boolean honest() {
        return hostility == null;
    }

    /** Breaks all its links. */
    public void breakLinks() {
        world.network().breakLinks(now().host());
    }

    /** Sets its wall clock. @param ahead of the world's */
    public void clockIsOff(Duration ahead) {
        now().host().clockIsOff(ahead);
    }

    /** {@return the machine in this life} */
    public SimHost host() {
        return now().host();
    }

    // ---- what it does

    /** {@return a folder on its disk} */
    public Path folder(String folder) {
        return disk.getPath("/work").resolve(folder);
    }

    /** {@return what it offers to those who embed it} */
    public Skerry skerry() {
        return now().exchange();
    }

    /** Shares a folder, and waits until its link is known. */
    public ContentLink share(Path folder) {
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

    /** {@return its transfer of a content, in whatever life} */
    public Optional<Transfer> transfer(ContentLink link) {
        return life == null
                ? Optional.empty()
                : skerry().transfers().stream()
                        .filter(it -> it.link().root().equals(link.root()))
                        .findFirst();
    }

    /** {@return how the chunk protocol stands with its peers} */
    List<PeerFlow> flows() {
        return now().exchange().flows();
    }

    /** {@return bytes of credit that no peer has, and of chunks that count as waiting to be taken in} */
    long leakedBytes() {
        return now().exchange().leakedBytes();
    }

    /** {@return who it is, once it has been started} */
    Optional<PeerId> id() {
        return Optional.ofNullable(id);
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
