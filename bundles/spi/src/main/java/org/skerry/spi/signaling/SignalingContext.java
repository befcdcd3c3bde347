// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.signaling;

import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/** What a signaling channel may use of its node. */
@ProviderType
public interface SignalingContext {

    /** {@return a label of this node for logs; not its identity} */
    String label();

    /** {@return runs short tasks that do not block, in order; usable until the channel is closed} */
    Executor executor();
}
