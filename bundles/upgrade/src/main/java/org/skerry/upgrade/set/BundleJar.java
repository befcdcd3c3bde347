// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.set;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;
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

    private static final String SWAP = "Skerry-Swap";

    /**
     * Reads a jar.
     *
     * @param jar the file
     * @return what it says
     * @throws IOException with a message for people, if it cannot be read or is no bundle
     */
    public static BundleJar read(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            Manifest manifest = file.getManifest();
            if (manifest == null) {
                throw new IOException(jar + " is no bundle: it has no manifest");
            }
            return of(jar, manifest.getMainAttributes());
        } catch (ZipException e) {
            throw new IOException(jar + " is no jar: " + e.getMessage(), e);
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
                    "restart".equals(headers.getValue(SWAP)));
        } catch (IllegalArgumentException e) {
            throw new IOException(jar + " is no bundle: " + e.getMessage(), e);
        }
    }
}
