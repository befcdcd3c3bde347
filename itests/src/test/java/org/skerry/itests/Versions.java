// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A shipped bundle under another version: an update has to bring the same symbolic name and a higher version. */
public final class Versions {

    private Versions() {}

    /** {@return a shipped jar under another version} */
    public static InputStream jar(String symbolicName, String version) throws IOException {
        return jar(symbolicName, version, entry -> true, "");
    }

    /**
     * {@return a shipped jar under another version, less entries and with more imports}
     *
     * @param keep which entries stay
     * @param imports added to those of the manifest, or empty
     */
    public static InputStream jar(String symbolicName, String version, Predicate<String> keep, String imports)
            throws IOException {
        try (JarInputStream in = new JarInputStream(Files.newInputStream(shipped(symbolicName)))) {
            Manifest manifest = new Manifest(in.getManifest());
            Attributes headers = manifest.getMainAttributes();
            headers.putValue("Bundle-Version", version);
            if (!imports.isEmpty()) {
                headers.putValue("Import-Package", headers.getValue("Import-Package") + "," + imports);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    if (keep.test(entry.getName())) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        in.transferTo(out);
                        out.closeEntry();
                    }
                }
            }
            return new ByteArrayInputStream(bytes.toByteArray());
        }
    }

    private static Path shipped(String symbolicName) throws IOException {
        Path folder = Path.of(System.getProperty("skerry.dist"), "system", "org", "skerry", symbolicName);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no jar in " + folder));
        }
    }
}
