// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Holds a bundle against the jars of it that are kept: what it exports must still fit whoever was compiled against one of
 * them, or say by its version that it does not.
 *
 * @param folder where the jars are, named {@code <symbolic name>-<version>.jar}
 */
record Baselines(Path folder) {

    /**
     * Compares with every jar that is kept of a bundle.
     *
     * @param bundle a jar, or a folder of classes with the manifest in it
     * @param symbolicName of the bundle
     * @return one line for each package whose version is too low
     */
    List<String> breaches(Path bundle, String symbolicName) throws Exception {
        List<String> breaches = new ArrayList<>();
        for (Path kept : of(symbolicName)) {
            try (Jar newer = new Jar(bundle.toFile());
                    Jar older = new Jar(kept.toFile());
                    Processor log = new Processor()) {
                for (Baseline.Info info : new Baseline(log, new DiffPluginImpl()).baseline(newer, older, null)) {
                    if (info.mismatch) {
                        breaches.add("%s is %s and must be %s, as compared with %s"
                                .formatted(
                                        info.packageName,
                                        info.newerVersion,
                                        info.suggestedVersion,
                                        kept.getFileName()));
                    }
                }
            }
        }
        return breaches;
    }

    /** {@return the jars that are kept of a bundle} */
    List<Path> of(String symbolicName) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("\\Q" + symbolicName + "\\E-\\d.*\\.jar"))
                    .sorted()
                    .toList();
        }
    }
}
