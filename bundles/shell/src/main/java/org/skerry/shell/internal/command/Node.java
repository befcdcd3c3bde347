// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.skerry.api.Skerry;
import org.skerry.api.admin.Readiness.Finding;
import org.skerry.api.admin.Upgrades;
import org.skerry.api.admin.Upkeep;
import org.skerry.shell.internal.check.ConfigurationReport;

/** What commands see of the node they run in. All methods may be called from any thread and answer at once. */
public interface Node {

    /** {@return the node's façade, if it is there now} */
    Optional<Skerry> skerry();

    /** {@return what each part says of itself} */
    List<PartFinding> findings();

    /** {@return what looks after the things that are kept on disk} */
    List<Upkeep> upkeeps();

    /** {@return what changes the bundles of the node, if it is there now} */
    Optional<Upgrades> upgrades();

    /** {@return all bundles, by id} */
    List<BundleState> bundles();

    /** {@return mistakes in the configuration, looked for now} */
    ConfigurationReport configuration();

    /** {@return the configuration, to look at and to change} */
    Settings settings();

    /** {@return the home folder} */
    Path home();

    /** {@return when this node started} */
    Instant startedAt();

    /** {@return the version of this bundle} */
    String version();

    /** Stops the node in the background. */
    void stop();

    /**
     * A finding and who said it.
     *
     * @param part symbolic name of the bundle
     * @param finding what it said
     */
    record PartFinding(String part, Finding finding) {}

    /**
     * A bundle.
     *
     * @param id number in the framework
     * @param name symbolic name
     * @param version its version
     * @param state {@code active}, {@code resolved}, {@code installed}, {@code starting}, {@code stopping}
     */
    record BundleState(long id, String name, String version, String state) {}
}
