// SPDX-License-Identifier: Apache-2.0
package org.skerry.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.skerry.api.ContentLink;

/**
 * A version of what a node shares.
 *
 * @param by the node
 * @param number of the content in its course
 * @param files their bytes, by path
 * @param link to it
 */
record SharedFiles(SimNode by, int number, Map<String, byte[]> files, ContentLink link) {

    private static final String FOLDER = "shared";
    private static final int SMALL = 3000;

    /** Has a node write files and share them. */
    static SharedFiles first(SimNode by, int number, int largest, Random random) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        int small = random.nextInt(12);
        for (int i = 0; i < small; i++) {
            files.put((i % 3 == 0 ? "sub/" : "") + "small-" + i, bytes(random.nextInt(SMALL), random));
        }
        files.put("large", bytes(30_000 + random.nextInt(largest), random));
        return share(by, number, files);
    }

    /** Has the node change some of the files, and share them again. */
    SharedFiles next(int nextNumber, Random random) throws IOException {
        Map<String, byte[]> changed = new TreeMap<>(files);
        List<String> names = new ArrayList<>(files.keySet());
        names.remove("large");
        for (String name : names) {
            int what = random.nextInt(4);
            if (what == 0) {
                changed.remove(name);
                Files.delete(by.folder(FOLDER).resolve(name));
            } else if (what == 1) {
                changed.put(name, bytes(random.nextInt(SMALL), random));
            }
        }
        byte[] large = files.get("large").clone();
        random.nextBytes(large);
        System.arraycopy(files.get("large"), 0, large, 0, random.nextInt(large.length));
        changed.put("large", large);
        changed.put("new-" + nextNumber, bytes(random.nextInt(SMALL), random));
        return share(by, nextNumber, changed);
    }

    private static SharedFiles share(SimNode by, int number, Map<String, byte[]> files) throws IOException {
        Path folder = by.folder(FOLDER);
        Files.createDirectories(folder.resolve("sub"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        return new SharedFiles(by, number, files, by.share(folder));
    }

    private static byte[] bytes(int length, Random random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** {@return the name of the folder that it is fetched to} */
    String folder() {
        return "got-" + number;
    }
}
