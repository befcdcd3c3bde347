// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal.guard;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each source does something. Bounded: the source that was silent for longest is forgotten first.
 *
 * @param <K> what names a source
 */
public final class SourceRates<K> {

    private final int maxSources;
    private final Map<K, TokenBucket> sources = new LinkedHashMap<>(16, 0.75f, true);

    /** @param maxSources most sources remembered */
    public SourceRates(int maxSources) {
        this.maxSources = maxSources;
    }

    /**
     * Counts one event.
     *
     * @param source who
     * @param perSecond allowed per second, and at once
     * @param nanos the time
     * @return whether it is within the rate
     */
    public boolean take(K source, double perSecond, long nanos) {
        TokenBucket bucket = sources.get(source);
        if (bucket == null) {
            bucket = new TokenBucket(perSecond, nanos);
            sources.put(source, bucket);
            forgetOldest();
        }
        return bucket.take(perSecond, perSecond, nanos);
    }

    private void forgetOldest() {
        if (sources.size() > maxSources) {
            var oldest = sources.entrySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
