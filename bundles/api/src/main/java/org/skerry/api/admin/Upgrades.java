// SPDX-License-Identifier: Apache-2.0
package org.skerry.api.admin;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes which bundles this node holds, while it runs. Everything that is deployed is checked and tried before anything changes; if
 * the node does not work with it, it is taken back. Thread-safe, does not block; one change at a time, another one is refused. Stages
 * fail with a message for people, and nothing has changed then.
 */
@ProviderType
public interface Upgrades {

    /**
     * Deploys files: bundles, feature archives, distributions.
     *
     * @param files as absolute paths; each has its signature beside it, in a file with {@code .sig} after its name
     * @param options what is allowed
     * @param steps hears one line for people whenever something begins; on any thread
     * @return what came of it
     */
    CompletionStage<Report> deploy(List<Path> files, Options options, Consumer<String> steps);

    /**
     * Goes back to the set of bundles before the one in force.
     *
     * @param options what is allowed; a lower version always is
     * @param steps hears one line for people whenever something begins; on any thread
     * @return what came of it
     */
    CompletionStage<Report> rollback(Options options, Consumer<String> steps);

    /**
     * Installs a feature that was shipped.
     *
     * @param feature its name
     * @param options what is allowed
     * @param steps hears one line for people whenever something begins; on any thread
     * @return what came of it
     */
    CompletionStage<Report> install(String feature, Options options, Consumer<String> steps);

    /**
     * Removes a feature with all bundles that belong to it.
     *
     * @param feature its name
     * @param options what is allowed
     * @param steps hears one line for people whenever something begins; on any thread
     * @return what came of it
     */
    CompletionStage<Report> remove(String feature, Options options, Consumer<String> steps);

    /** {@return the features there are, those that are installed first} */
    List<FeatureState> features();

    /**
     * What is allowed.
     *
     * @param dryRun whether nothing is to be changed, but only told
     * @param downgrade whether a bundle may be replaced by one of a lower version
     */
    record Options(boolean dryRun, boolean downgrade) {}

    /** What came of it. */
    enum Outcome {
        /** The node holds these bundles already. */
        UNCHANGED,
        /** It could be done; nothing was changed. */
        PLANNED,
        /** The node runs the new bundles, now and after a restart. */
        COMMITTED,
        /** The node tries the new bundles when it starts the next time, and goes back by itself if it does not work with them. */
        STAGED,
        /** The new bundles did not work; the node runs the old ones again. */
        ROLLED_BACK
    }

    /**
     * A bundle that is another one afterwards.
     *
     * @param name symbolic name
     * @param from version before; nothing if it is new
     * @param to version afterwards; nothing if it goes
     */
    record Change(String name, Optional<String> from, Optional<String> to) {}

    /**
     * What came of it.
     *
     * @param outcome in a word
     * @param changes bundle by bundle
     * @param restarted symbolic names of other bundles that stop for it, and start again
     * @param message one line for people; why, if it was rolled back
     */
    record Report(Outcome outcome, List<Change> changes, List<String> restarted, String message) {

        /** Takes copies. */
        public Report {
            changes = List.copyOf(changes);
            restarted = List.copyOf(restarted);
        }
    }

    /**
     * A feature.
     *
     * @param name what it is called
     * @param installed whether the node holds it
     * @param bundles how many bundles belong to it here; 0 if it is not installed
     */
    record FeatureState(String name, boolean installed, int bundles) {}
}
