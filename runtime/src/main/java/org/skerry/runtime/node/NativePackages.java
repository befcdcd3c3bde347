// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which of the Debian packages that the WebRTC library needs are missing here, as far as files tell. */
public final class NativePackages {

    private static final String LIST = "natives/debian.txt";

    private NativePackages() {}

    /**
     * Looks for them.
     *
     * @param distribution lists them
     * @return names of missing packages; none where there is no such list to go by, on another system than Linux
     * @throws NodeException if the distribution is incomplete
     */
    public static List<String> missing(Distribution distribution) throws NodeException {
        boolean linux = System.getProperty("os.name").equals("Linux");
        return linux ? missing(distribution, folders()) : List.of();
    }

    static List<String> missing(Distribution distribution, List<Path> folders) throws NodeException {
        Path list = distribution.folder().resolve(LIST);
        List<String> missing = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(list)) {
                String[] words = line.strip().split(" ", 2);
                if (words.length == 2
                        && !words[0].startsWith("#")
                        && folders.stream().noneMatch(it -> Files.exists(it.resolve(words[0])))) {
                    missing.add(words[1]);
                }
            }
        } catch (IOException e) {
            throw new NodeException("the distribution is incomplete: " + list + " cannot be read", e);
        }
        return missing;
    }

    /** {@return the command that installs packages} */
    public static String command(List<String> packages) {
        return "apt-get install -y --no-install-recommends " + String.join(" ", packages);
    }

    private static List<Path> folders() {
        boolean arm = System.getProperty("os.arch").toLowerCase(Locale.ROOT).equals("aarch64");
        String machine = (arm ? "aarch64" : "x86_64") + "-linux-gnu";
        List<Path> folders = new ArrayList<>();
        for (String folder : List.of("/lib", "/usr/lib")) {
            folders.addAll(List.of(Path.of(folder, machine), Path.of(folder + "64"), Path.of(folder)));
        }
        String more = System.getenv("LD_LIBRARY_PATH");
        if (more != null) {
            for (String folder : more.split(":", -1)) {
                folders.add(Path.of(folder));
            }
        }
        return folders;
    }
}
