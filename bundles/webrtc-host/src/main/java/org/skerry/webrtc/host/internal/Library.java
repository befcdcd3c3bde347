// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import dev.onvoid.webrtc.internal.NativeLoader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Loads the native library, and says what to install where that fails. Confined to the native thread. */
class Library {

    private static final String NAME = "webrtc-java";

    /** What the library is linked against that a bare system lacks, and the Debian packages that bring it. */
    private static final Map<String, String> PACKAGES = packages();

    private boolean loaded;

    private static Map<String, String> packages() {
        Map<String, String> packages = new LinkedHashMap<>();
        packages.put("libpulse.so.0", "libpulse0");
        packages.put("libX11.so.6", "libx11-6");
        packages.put("libXfixes.so.3", "libxfixes3");
        packages.put("libXrandr.so.2", "libxrandr2");
        packages.put("libXcomposite.so.1", "libxcomposite1");
        packages.put("libdbus-1.so.3", "libdbus-1-3");
        packages.put("libudev.so.1", "libudev1");
        return packages;
    }

    /** {@return empty if it is loaded, else one line that says what to do; a later call tries again} */
    Optional<String> load() {
        if (loaded) {
            return Optional.empty();
        }
        try {
            NativeLoader.loadLibrary(NAME);
            loaded = true;
            return Optional.empty();
        } catch (UnsatisfiedLinkError e) {
            String error = String.valueOf(e.getMessage());
            removeCopy(error, Path.of(System.getProperty("java.io.tmpdir")));
            return Optional.of(advice(error, folders()));
        } catch (NullPointerException e) {
            return Optional.of("there is no WebRTC library for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch") + "; the direct transport works without it");
        } catch (Exception e) {
            return Optional.of(
                    "the WebRTC library cannot be loaded from " + System.getProperty("java.io.tmpdir") + ": " + e);
        }
    }

    /** The loader leaves its copy of the library, some 23 MB, where the linker refuses it: the error begins with its path. */
    static void removeCopy(String error, Path temporary) {
        int end = error.indexOf(": ");
        try {
            Path copy = Path.of(end < 0 ? error : error.substring(0, end));
            if (temporary.toAbsolutePath().equals(copy.getParent())
                    && copy.getFileName().toString().contains(NAME)) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException | InvalidPathException e) {
            // it stays, as it would have
        }
    }

    /** {@return what to do about an error of the linker, when shared libraries are looked for in these folders} */
    static String advice(String error, List<Path> folders) {
        List<String> missing = new ArrayList<>();
        PACKAGES.forEach((file, name) -> {
            if (folders.stream().noneMatch(folder -> Files.exists(folder.resolve(file)))) {
                missing.add(name);
            }
        });
        if (missing.isEmpty() || !error.contains("cannot open shared object file")) {
            return "the WebRTC library cannot be loaded: "
                    + error.lines().findFirst().orElse("");
        }
        return "WebRTC needs libraries that are missing here; install them: apt-get install -y --no-install-recommends "
                + String.join(" ", missing);
    }

    private static List<Path> folders() {
        String processor =
                System.getProperty("os.arch").toLowerCase(Locale.ROOT).equals("aarch64") ? "aarch64" : "x86_64";
        List<Path> folders = new ArrayList<>();
        for (String folder : List.of("/lib", "/usr/lib")) {
            folders.add(Path.of(folder, processor + "-linux-gnu"));
            folders.add(Path.of(folder + "64"));
            folders.add(Path.of(folder));
        }
        String more = System.getenv("LD_LIBRARY_PATH");
        if (more != null) {
            for (String folder : more.split(File.pathSeparator, -1)) {
                folders.add(Path.of(folder));
            }
        }
        return folders;
    }
}
