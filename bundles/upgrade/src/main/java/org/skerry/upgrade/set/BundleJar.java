// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.set;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What the manifest of a jar says.
 *
 * @param name symbolic name
 * @param version of the bundle
 * @param fragment whether it is attached to another bundle rather than started
 * @param restart whether it asks that the node be restarted when it changes: header {@code Skerry-Swap: restart}
 */
public record BundleJar(String name, Version version, boolean fragment, boolean restart) {

    /** Header with which a bundle says how it can be swapped. */
    public static final String SWAP = "Skerry-Swap";

    /** Its value if the node is to be restarted. */
    public static final String RESTART = "restart";

    private static final int LONGEST_MANIFEST = 1 << 20;

    /**
     * Reads a jar.
     *
     * @param jar the file
     * @return what it says
     * @throws IOException with a message for people, if it cannot be read or is no bundle
     */
    public static BundleJar read(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            Optional<Manifest> manifest = manifest(file, jar.toString());
            if (manifest.isEmpty()) {
                throw new IOException(jar + " is no bundle: it has no manifest");
            }
            return of(jar, manifest.get().getMainAttributes());
        } catch (ZipException e) {
            throw new IOException(jar + " is no jar: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the manifest of a zip file, as far as 1 MiB; what the file says of its length does not count.
     *
     * @param zip the file
     * @param name of the file, for people
     * @return the manifest, if it has one
     * @throws IOException with a message for people, if it is longer, or none
     */
    public static Optional<Manifest> manifest(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(JarFile.MANIFEST_NAME);
        if (entry == null) {
            return Optional.empty();
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(LONGEST_MANIFEST + 1);
        }
        if (bytes.length > LONGEST_MANIFEST) {
            throw new IOException(name + " is no bundle: its manifest has more than " + LONGEST_MANIFEST + " bytes");
        }
        try {
            return Optional.of(new Manifest(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new IOException(name + " is no bundle: its manifest cannot be read: " + e.getMessage(), e);
        }
    }

    private static BundleJar of(Path jar, Attributes headers) throws IOException {
        String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (name == null) {
            throw new IOException(jar + " is no bundle: its manifest names no " + Constants.BUNDLE_SYMBOLICNAME);
        }
        try {
            return new BundleJar(
                    name.split(";", 2)[0].strip(),
                    Version.parseVersion(headers.getValue(Constants.BUNDLE_VERSION)),
                    headers.getValue(Constants.FRAGMENT_HOST) != null,
                    RESTART.equals(headers.getValue(SWAP)));
        } catch (IllegalArgumentException e) {
            throw new IOException(jar + " is no bundle: " + e.getMessage(), e);
        }
    }
}
