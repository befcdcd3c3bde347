// SPDX-License-Identifier: Apache-2.0
package org.skerry.api.admin;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What can end its work in good order before its bundle is stopped. A bundle registers one as an OSGi service; it is asked before an
 * upgrade or a restart. May be called from any thread, does not block, and more than once.
 */
@ConsumerType
@FunctionalInterface
public interface Drainable {

    /**
     * Takes no new work from now on, and finishes or hands back what it holds.
     *
     * @return done when nothing is held any more; whoever asks waits some seconds at most, and stops the bundle then
     */
    CompletionStage<Void> drain();
}
