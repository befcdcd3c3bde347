// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal.transfer;

/** The other transfers of this node, as one of them sees them. On the loop. */
interface OtherTransfers {

    /** {@return whether another one writes or serves the folder that this one has made whole} */
    boolean use(TransferRun whole);

    /** One is whole: those that served the same before are not needed any more. */
    void replacedBy(TransferRun whole);
}
