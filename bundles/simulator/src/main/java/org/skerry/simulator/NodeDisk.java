// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import org.skerry.testkit.disk.DiskOperation;
import org.skerry.testkit.disk.DiskTrouble;
import org.skerry.testkit.disk.FaultyDisk;
import org.skerry.testkit.sim.SimChunkStore;
import org.skerry.testkit.sim.Simulation;

/** The disk of a node: a file system in memory, and what its chunk store keeps. Both fill, fail and lose power together. */
final class NodeDisk {

    private final Simulation simulation;
    private final FileSystem below;
    private final FaultyDisk disk;
    private final SimChunkStore.Disk chunks = new SimChunkStore.Disk();
    private final Random power;
    private boolean well = true;
    private boolean everUnwell;

    NodeDisk(Simulation simulation, Random power) {
        this.simulation = simulation;
        this.power = power;
        below = Jimfs.newFileSystem(Configuration.unix().toBuilder()
                .setAttributeViews("basic", "owner", "posix", "unix")
                .setSupportedFeatures(
                        Feature.LINKS, Feature.SYMBOLIC_LINKS, Feature.SECURE_DIRECTORY_STREAM, Feature.FILE_CHANNEL)
                .setWorkingDirectory("/work")
                .setFileTimeSource(() -> FileTime.from(Simulation.START.plusNanos(simulation.nanoTime())))
                .build());
        try {
            disk = FaultyDisk.around(below);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path(String path) {
        return disk.fileSystem().getPath(path);
    }

    /** The same path past all trouble; to look at only. */
    Path seen(String path) {
        return below.getPath(path);
    }

    SimChunkStore.Disk chunks() {
        return chunks;
    }

    /** Whether nothing is the matter with it now. */
    boolean isWell() {
        return well;
    }

    /** Whether something ever was, so that a call may have failed. */
    boolean isUnsure() {
        return everUnwell;
    }

    boolean isOff() {
        return disk.isOff();
    }

    /** All that is on it has been there for long. */
    void sync() {
        disk.sync();
    }

    void processDies() {
        disk.processDies();
    }

    void losePower() {
        disk.losePower(power);
        chunks.losePower(simulation.nanoTime(), power);
    }

    private void unwell() {
        well = false;
        everUnwell = true;
    }

    void offAfter(int changes) {
        unwell();
        disk.offAfter(changes);
    }

    void trouble(DiskTrouble trouble) {
        unwell();
        disk.trouble(trouble);
        Path store = path("/store");
        chunks.trouble(() -> trouble.strikes(DiskOperation.WRITE, store));
    }

    void room(long free) {
        unwell();
        disk.room(disk.used() + free);
        chunks.room(chunks.used() + free);
    }

    void recover() {
        well = true;
        disk.trouble(DiskTrouble.NONE);
        chunks.trouble(() -> false);
        disk.room(Long.MAX_VALUE);
        chunks.room(Long.MAX_VALUE);
        disk.offAfter(Long.MAX_VALUE);
    }
}
