// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.scenario;

import static org.skerry.itests.scenario.Scenario.check;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system of its own, in memory, that can be filled to the last byte. Only root may mount one. */
final class SmallDisk implements AutoCloseable {

    private static final int BLOCK = 4096;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    static SmallDisk mount(Path folder, int mebibytes) throws Exception {
        Files.createDirectories(folder);
        run("a small disk needs root", "mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "none", folder + "");
        return new SmallDisk(folder);
    }

    Path folder() {
        return folder;
    }

    void resize(int mebibytes) throws Exception {
        run("the disk did not grow", "mount", "-o", "remount,size=" + mebibytes + "m", folder.toString());
    }

    /** Writes a file until there is no more room. */
    Path fill() throws IOException {
        Path filler = folder.resolve("in the way");
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[BLOCK]);
            }
        } catch (IOException e) {
            check(String.valueOf(e.getMessage()).contains("No space left"), e.toString());
        }
        return filler;
    }

    private static void run(String otherwise, String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        check(process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0, otherwise);
    }

    @Override
    public void close() throws Exception {
        run("umount", "umount", "-l", folder.toString());
    }
}
