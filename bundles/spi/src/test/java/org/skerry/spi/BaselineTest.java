// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Domain;
import aQute.bnd.osgi.Jar;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import org.skerry.spi.sync.SyncStrategy;

/** What is exported says by its version whether those who use it have to be compiled anew. */
class BaselineTest {

    private static final String SPI = "org.skerry.spi";
    private static final Version FROZEN = new Version(1, 0, 0);

    // What the fixture of the kept jar looks like.
    private static final String PLUGIN = "void open(Context context);";
    private static final String CONTEXT = "String label();";

    @TempDir
    Path work;

    @Test
    void theSameIsNoBreach() throws Exception {
        assertThat(breaches("1.0.0", PLUGIN, CONTEXT)).isEmpty();
    }

    @Test
    void anIncompatibleChangeNeedsAMajorVersion() throws Exception {
        String changed = "void open(Context context, int more);";
        assertThat(breaches("1.1.0", changed, CONTEXT))
                .singleElement()
                .asString()
                .contains("must be 2.0.0");
        assertThat(breaches("2.0.0", changed, CONTEXT)).isEmpty();
    }

    @Test
    void aNewMethodThatPluginsWouldHaveToHaveNeedsAMajorVersion() throws Exception {
        assertThat(breaches("1.1.0", PLUGIN + "void close();", CONTEXT)).hasSize(1);
        assertThat(breaches("2.0.0", PLUGIN + "void close();", CONTEXT)).isEmpty();
    }

    @Test
    void aDefaultMethodOfWhatPluginsImplementNeedsAMinorVersion() throws Exception {
        String more = PLUGIN + "default void close() {}";
        assertThat(breaches("1.0.1", more, CONTEXT)).singleElement().asString().contains("must be 1.1.0");
        assertThat(breaches("1.1.0", more, CONTEXT)).isEmpty();
    }

    @Test
    void aNewMethodOfWhatPluginsAreGivenNeedsAMinorVersion() throws Exception {
        String more = CONTEXT + "int limit();";
        assertThat(breaches("1.0.1", PLUGIN, more)).singleElement().asString().contains("must be 1.1.0");
        assertThat(breaches("1.1.0", PLUGIN, more)).isEmpty();
    }

    /** At 1.0.0 a package is frozen: from then on a jar with it is kept, and the package is held against that. */
    @Test
    void theSpiFitsThoseWhoUseWhatWasFrozen() throws Exception {
        Set<String> frozen = frozenPackages(spi());
        for (Path jar : kept().of(SPI)) {
            frozen.removeAll(frozenPackages(jar));
        }
        assertThat(frozen)
                .as("keep the jar: copy it to bundles/spi/src/test/resources/baseline, as org.skerry.spi-<version>.jar")
                .isEmpty();
        assertThat(kept().breaches(spi(), SPI)).isEmpty();
    }

    private static Set<String> frozenPackages(Path bundle) throws Exception {
        Set<String> frozen = new TreeSet<>();
        try (Jar jar = new Jar(bundle.toFile())) {
            Parameters exported = Domain.domain(jar.getManifest()).getExportPackage();
            assertThat(exported.keySet()).contains(SyncStrategy.class.getPackageName());
            exported.forEach((name, attributes) -> {
                if (Version.parseVersion(attributes.getVersion()).compareTo(FROZEN) >= 0) {
                    frozen.add(name);
                }
            });
        }
        return frozen;
    }

    private List<String> breaches(String version, String plugin, String context) throws Exception {
        Path jar = FixtureBundle.make(work.resolve(version), version, plugin, context);
        return kept().breaches(jar, FixtureBundle.NAME);
    }

    private static Baselines kept() throws Exception {
        return new Baselines(Path.of(BaselineTest.class.getResource("/baseline").toURI()));
    }

    /** The folder of classes: bnd has written the manifest into it. */
    private static Path spi() throws Exception {
        return Path.of(SyncStrategy.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
