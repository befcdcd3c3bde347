// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.sync;

import java.util.List;
import java.util.random.RandomGenerator;
import org.osgi.annotation.versioning.ProviderType;

/** A transfer as a strategy sees it, during one call. Lists do not change during the call and support random access. */
@ProviderType
public interface SwarmView {

    /** {@return a window of the chunks that are wanted, in content order; at most some thousand} */
    List<Want> wants();

    /** {@return connected peers that can be asked now} */
    List<PeerView> peers();

    /** {@return chunks of content that the transfer has already} */
    long chunksDone();

    /** {@return chunks of content still missing in all, not only those of the window; asked ones counted} */
    long chunksMissing();

    /** {@return the only source of chance} */
    RandomGenerator random();
}
