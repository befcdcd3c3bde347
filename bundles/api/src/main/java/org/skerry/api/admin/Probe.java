// SPDX-License-Identifier: Apache-2.0
package org.skerry.api.admin;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;
import org.skerry.api.admin.Readiness.Finding;

/**
 * Tries what other bundles provide by real calls: whoever uses a kind of service registers one for it. Asked after an upgrade, to tell
 * whether it is to stay. May be called from any thread, and does not block.
 */
@ConsumerType
@FunctionalInterface
public interface Probe {

    /**
     * Calls what a bundle provides.
     *
     * @param bundle its number in the framework
     * @return a finding for each service of the bundle that was tried; none if it provides nothing of this kind. Fails, or says
     *     {@code ready=false}, if a call did not answer as it should; whoever asks does not wait for ever
     */
    CompletionStage<List<Finding>> probe(long bundle);
}
