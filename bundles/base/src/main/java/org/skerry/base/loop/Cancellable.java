// SPDX-License-Identifier: Apache-2.0
package org.skerry.base.loop;

/** Something scheduled that can be called off. */
public interface Cancellable {

    /**
     * Calls it off and lets go of the task. Called on the loop it is certain; called elsewhere, the task may just be
     * running. A second call does nothing. Any thread may call it, it never blocks.
     */
    void cancel();
}
