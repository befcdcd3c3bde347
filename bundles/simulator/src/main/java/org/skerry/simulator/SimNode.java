// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.skerry.testkit.disk.DiskTrouble;
import org.skerry.testkit.sim.SimHost;

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
    private final NodeDisk disk;
    private final Surroundings around;
    private final Watch watch;
    private int lives;
    private @Nullable PeerId id;
    private @Nullable Hostility hostility;
    private @Nullable Life life;

    SimNode(SimWorld world, String name) {
        this.world = world;
        this.name = name;
        disk = new NodeDisk(world.simulation(), world.simulation().random(name + "/power"));
        watch = new Watch(name, world::broken, world.simulation()::trace, disk::isUnsure);
        SessionWatch sessions =
                new SessionWatch(name, it -> honest() && world.honest(it), world::isCalm, world::broken);
        around = new Surroundings(world, name, disk, home(disk), watch, sessions);
        disk.sync();
        world.simulation().invariant(this::goesDownWithItsPower);
    }

    private static Path home(NodeDisk disk) {
        try {
            return Files.createDirectories(
                    disk.path("/home"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- its lives

    /** Begins a life. If its disk is not well it may not come to that, as an operator would read: it is down then. */
    public void start() {
        if (life != null) {
            throw new IllegalStateException(name + " runs already");
        }
        lives++;
        world.simulation().trace(name + ": starts");
        SimHost host = world.simulation().host(name);
        try {
            Life next = new Life(around, host, lives);
            life = next;
            id = next.identity().self();
            if (hostility != null) {
                tamper(next, hostility);
            }
        } catch (IOException e) {
            host.crash();
            disk.processDies();
            if (disk.isWell()) {
                throw new UncheckedIOException(e);
            }
            world.simulation().trace(name + ": cannot start: " + e.getMessage());
        }
    }

    /** Ends its life without warning, as {@code kill -9} does: what it has written stays. */
    public void crash() {
        Life last = now();
        life = null;
        last.host().crash();
        disk.processDies();
        last.release();
    }

    /** Ends its life by a loss of power: what it has not forced to its disk is there, in part, or not. */
    public void losePower() {
        Life last = now();
        world.simulation().trace(name + ": loses its power");
        life = null;
        last.host().crash();
        Map<Path, WholeFiles> whole = new LinkedHashMap<>();
        watch.wholeFolders().forEach(folder -> whole.put(folder, WholeFiles.in(disk.seen(folder.toString()))));
        disk.losePower();
        watch.losePower();
        last.release();
        whole.forEach((folder, files) -> files.missingFrom(disk.seen(folder.toString()))
                .ifPresent(file -> world.broken(name + " had " + file + " in " + folder + ", and lost it")));
    }

    /** The same in the midst of what it does then. @param changes of its disk that are still done */
    public void losePowerAfter(int changes) {
        disk.offAfter(changes);
    }

    private void goesDownWithItsPower() {
        if (disk.isOff() && life != null) {
            losePower();
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

    /** Lets its disk fail calls from now on. */
    public void diskTrouble(DiskTrouble trouble) {
        disk.trouble(trouble);
    }

    /** Leaves so many bytes free on its disk. */
    public void diskRoom(long free) {
        disk.room(free);
    }

    /** Its disk has room, does what it is told, and has power. */
    public void diskRecovers() {
        disk.recover();
    }

    /** {@return whether nothing is the matter with its disk now} */
    public boolean diskIsWell() {
        return disk.isWell();
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
        return disk.path("/work").resolve(folder);
    }

    /** {@return the same, past all trouble of its disk; to look at only} */
    public Path seen(String folder) {
        return disk.seen("/work").resolve(folder);
    }

    /** {@return what it offers to those who embed it} */
    public Skerry skerry() {
        return now().exchange();
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

    /** {@return its transfer of a content, in whatever life; the last one if it was told again} */
    public Optional<Transfer> transfer(ContentLink link) {
        return life == null
                ? Optional.empty()
                : skerry().transfers().stream()
                        .filter(it -> it.link().root().equals(link.root()))
                        .reduce((one, next) -> next);
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
