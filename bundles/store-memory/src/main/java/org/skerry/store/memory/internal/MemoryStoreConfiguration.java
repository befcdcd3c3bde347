// SPDX-License-Identifier: Apache-2.0
package org.skerry.store.memory.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What can be configured. */
@ObjectClassDefinition(name = "Skerry memory store", description = "Keeps chunks in memory, until the node ends.")
@interface MemoryStoreConfiguration {

    @AttributeDefinition(
            name = "Most bytes",
            description = "What the chunks may take together, in bytes, from 1048576; a chunk beyond is refused.")
    long maxBytes() default 67108864;

    @AttributeDefinition(name = "Threads", description = "That copy and hash; 1 to 16.")
    int threads() default 1;

    @AttributeDefinition(
            name = "Waiting calls",
            description = "So many calls wait for a thread at most, later ones fail; 1 to 65536.")
    int maxQueued() default 1024;

    @AttributeDefinition(name = "Ranking", description = "Chunks are written to the store of the highest ranking.")
    int service_ranking() default 0;
}
