// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.direct.internal;

import java.util.Set;
import org.skerry.spi.transport.TransportProvider;
import org.skerry.testkit.transport.TransportProviderContract;

class DirectTransportContractTest extends TransportProviderContract {

    /** Where the fingerprint begins in a {@link SignalBody}. */
    private static final int FINGERPRINT_AT = 3;

    @Override
    protected TransportProvider newProvider() {
        return new DirectTransportProvider(Loopback.settings());
    }

    @Override
    protected Set<String> packagesOfTransport() {
        return Set.of("org.skerry.transport.direct.internal");
    }

    @Override
    protected byte[] withOtherFingerprint(byte[] body) {
        byte[] changed = body.clone();
        changed[FINGERPRINT_AT + 5] ^= 1;
        return changed;
    }
}
