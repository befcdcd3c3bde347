// SPDX-License-Identifier: Apache-2.0
package org.skerry.store.memory.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. */
@ObjectClassDefinition(name = "Skerry memory store", description = "Keeps chunks in memory, until the node ends.")
@interface MemoryStoreConfiguration {

    @AttributeDefinition(
            name = "Most bytes",
            description = "What the chunks may take together, in bytes; a chunk beyond is refused.",
            min = "1048576",
            max = "1099511627776")
    long max_bytes() default 67108864;

    @AttributeDefinition(name = "Threads", description = "That copy and hash.", min = "1", max = "16")
    int threads() default 1;

    @AttributeDefinition(
            name = "Waiting calls",
            description = "So many calls wait for a thread at most, later ones fail.",
            min = "1",
            max = "65536")
    int max_queued() default 1024;

    @AttributeDefinition(name = "Ranking", description = "Chunks are written to the store of the highest ranking.")
    int service_ranking() default 0;
}
